using CcaEmu.Arm;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>AccessDescriptor of the Arm ARM's pseudocode: whose access it is and what it wants.</summary>
internal readonly record struct ReferenceAccess(
    ExceptionLevel El, SecurityState Ss, bool Read, bool Write, bool Fetch, bool Aligned, bool Walk = false, bool Pan = false, bool At = false,
    ReferenceCacheOp Cache = ReferenceCacheOp.None, bool DcZero = false);

/// <summary>What an access of type DC or IC does, as far as permissions go.</summary>
internal enum ReferenceCacheOp
{
    None,
    Clean,
    Invalidate,
}
