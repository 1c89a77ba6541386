namespace CcaEmu.Hypervisor.Tests.Checklist;

/// <summary>One thing that a host for realms must do, or must not.</summary>
/// <param name="Name">Its name, which tests give.</param>
/// <param name="Text">What it is.</param>
internal sealed record KvmChecklistLine(string Name, string Text);
