namespace CcaEmu.Arm.Registers;

/// <summary>Levels and words of <see cref="FaultStatusCode"/>.</summary>
public static class FaultStatusCodes
{
    /// <summary>The lookup level the code names.</summary>
    /// <param name="code">A code.</param>
    /// <returns>-1 to 3, or null when the code has no level.</returns>
    public static int? Level(this FaultStatusCode code) => code switch
    {
        <= FaultStatusCode.PermissionLevel3 => (int)code & 3,
        FaultStatusCode.ExternalAbortOnWalkLevelMinus1 or FaultStatusCode.GranuleProtectionOnWalkLevelMinus1
            or FaultStatusCode.AddressSizeLevelMinus1 or FaultStatusCode.TranslationLevelMinus1 => -1,
        >= FaultStatusCode.ExternalAbortOnWalkLevel0 and <= FaultStatusCode.ExternalAbortOnWalkLevel3 => (int)code & 3,
        >= FaultStatusCode.GranuleProtectionOnWalkLevel0 and <= FaultStatusCode.GranuleProtectionOnWalkLevel3 => (int)code & 3,
        _ => null,
    };

    /// <summary>The code of a Translation fault.</summary>
    /// <param name="level">-1 to 3.</param>
    public static FaultStatusCode Translation(int level) =>
        level < 0 ? FaultStatusCode.TranslationLevelMinus1 : FaultStatusCode.TranslationLevel0 + (byte)level;

    /// <summary>The code of an Address Size fault.</summary>
    /// <param name="level">-1 to 3.</param>
    public static FaultStatusCode AddressSize(int level) =>
        level < 0 ? FaultStatusCode.AddressSizeLevelMinus1 : FaultStatusCode.AddressSizeLevel0 + (byte)level;

    /// <summary>True for the faults of a walk itself: address size, translation, access flag, permission.</summary>
    /// <param name="code">A code.</param>
    /// <returns>Whether a descriptor, or the lack of one, has refused the access.</returns>
    public static bool IsTranslationTableFault(this FaultStatusCode code) =>
        code is <= FaultStatusCode.PermissionLevel3 or FaultStatusCode.AddressSizeLevelMinus1 or FaultStatusCode.TranslationLevelMinus1;

    /// <summary>True for every Granule Protection Fault, on a walk or not.</summary>
    /// <param name="code">A code.</param>
    /// <returns>Whether a granule protection check refused the access.</returns>
    public static bool IsGranuleProtectionFault(this FaultStatusCode code) =>
        code is >= FaultStatusCode.GranuleProtectionOnWalkLevelMinus1 and <= FaultStatusCode.GranuleProtection;

    /// <summary>True when the access that failed was the fetch of a descriptor.</summary>
    /// <param name="code">A code.</param>
    /// <returns>Whether the fault was on a translation table walk.</returns>
    public static bool IsOnWalk(this FaultStatusCode code) =>
        code is (>= FaultStatusCode.ExternalAbortOnWalkLevelMinus1 and <= FaultStatusCode.ExternalAbortOnWalkLevel3)
            or (>= FaultStatusCode.GranuleProtectionOnWalkLevelMinus1 and <= FaultStatusCode.GranuleProtectionOnWalkLevel3);

    /// <summary>The code in words, as the manual says it.</summary>
    /// <param name="code">Any value.</param>
    /// <returns>For example "translation fault, level 2", or "reserved fault status 0x3F".</returns>
    public static string Describe(this FaultStatusCode code)
    {
        var kind = code switch
        {
            <= FaultStatusCode.AddressSizeLevel3 or FaultStatusCode.AddressSizeLevelMinus1 => "address size fault",
            <= FaultStatusCode.TranslationLevel3 or FaultStatusCode.TranslationLevelMinus1 => "translation fault",
            <= FaultStatusCode.AccessFlagLevel3 => "access flag fault",
            <= FaultStatusCode.PermissionLevel3 => "permission fault",
            FaultStatusCode.SynchronousExternalAbort => "synchronous external abort",
            FaultStatusCode.TagCheck => "tag check fault",
            >= FaultStatusCode.ExternalAbortOnWalkLevelMinus1 and <= FaultStatusCode.ExternalAbortOnWalkLevel3 =>
                "synchronous external abort on translation table walk",
            FaultStatusCode.Alignment => "alignment fault",
            >= FaultStatusCode.GranuleProtectionOnWalkLevelMinus1 and <= FaultStatusCode.GranuleProtectionOnWalkLevel3 =>
                "Granule Protection Fault on translation table walk",
            FaultStatusCode.GranuleProtection => "Granule Protection Fault",
            FaultStatusCode.TlbConflict => "TLB conflict abort",
            FaultStatusCode.UnsupportedAtomicUpdate => "unsupported atomic hardware update",
            FaultStatusCode.UnsupportedExclusiveOrAtomic => "unsupported Exclusive or atomic access",
            _ => $"reserved fault status 0x{(int)code:X2}",
        };
        return code.Level() is { } level ? $"{kind}, level {level}" : kind;
    }
}
