namespace CcaEmu.Memory;

/// <summary>The outcome of an access to physical memory.</summary>
/// <param name="Gpc">What the granule protection check said.</param>
/// <param name="IsExternalAbort">Whether nothing that could answer stands at the address (the check itself passed).</param>
public readonly record struct MemoryResult(GpcResult Gpc, bool IsExternalAbort)
{
    /// <summary>Whether the access was made.</summary>
    public bool Ok => Gpc.Kind == GpcFaultKind.None && !IsExternalAbort;
}
