namespace CcaEmu.Diagnostics.Verdicts;

/// <summary>A cause that is known by its evidence.</summary>
/// <param name="Id">Stable name: whose side (guest, vmm, host, rmm, monitor, or the machine below all of them), a full stop, and what. For example <c>guest.null-pointer</c>.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Recognise">Says whether a run shows it; null where it does not.</param>
public sealed record Cause(string Id, string Title, Func<CaseFile, Finding?> Recognise);
