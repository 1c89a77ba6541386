using CcaEmu.Cpu.Accounting;

namespace CcaEmu.Rmm;

/// <summary>The RMM's work as steps with a price: what stands in the virtual clock for code that is C# here.</summary>
/// <remarks>
/// What a step takes of the machine's clock stands in <see cref="WorkSteps"/>. Those numbers model a native RMM of ordinary quality: one
/// cycle for an instruction, 64-byte cache lines, a hash with the SHA extensions. They are estimates in one place, not measurements.
/// </remarks>
internal static class RmmCosts
{
    /// <summary>Receiving a command and sending its results, without the exceptions themselves.</summary>
    public static readonly Work Command = Work.One(WorkStep.RmmCommand);

    /// <summary>Handling a call of the Realm without the exceptions themselves.</summary>
    public static readonly Work RealmCall = Work.One(WorkStep.RmmRealmCall);

    /// <summary>Handling a trapped instruction or an abort without the exceptions themselves.</summary>
    public static readonly Work Trap = Work.One(WorkStep.RmmTrap);

    /// <summary>Writing zeros over 4 KiB.</summary>
    public static readonly Work WipeGranule = Work.One(WorkStep.RmmWipeGranule);

    /// <summary>Copying 4 KiB.</summary>
    public static readonly Work CopyGranule = Work.One(WorkStep.RmmCopyGranule);

    /// <summary>Filling a table with 512 entries.</summary>
    public static readonly Work FillTable = Work.One(WorkStep.RmmFillTable);

    /// <summary>Reading one entry on a walk of a Realm's tables.</summary>
    public static readonly Work WalkStep = Work.One(WorkStep.RmmWalkStep);

    /// <summary>Writing one entry.</summary>
    public static readonly Work WriteEntry = Work.One(WorkStep.RmmWriteEntry);

    /// <summary>Invalidating a Realm's translations and waiting for completion.</summary>
    public static readonly Work InvalidateTlb = Work.One(WorkStep.RmmInvalidateTlb);

    /// <summary>Saving one general-purpose register, PC or PSTATE.</summary>
    public static readonly Work GeneralSave = Work.One(WorkStep.RmmGeneralSave);

    /// <summary>Restoring one general-purpose register, PC or PSTATE.</summary>
    public static readonly Work GeneralRestore = Work.One(WorkStep.RmmGeneralRestore);

    /// <summary>Saving one system register.</summary>
    public static readonly Work SystemSave = Work.One(WorkStep.RmmSystemSave);

    /// <summary>Restoring one system register.</summary>
    public static readonly Work SystemRestore = Work.One(WorkStep.RmmSystemRestore);

    /// <summary>Saving one SIMD&amp;FP register.</summary>
    public static readonly Work VectorSave = Work.One(WorkStep.RmmVectorSave);

    /// <summary>Restoring one SIMD&amp;FP register.</summary>
    public static readonly Work VectorRestore = Work.One(WorkStep.RmmVectorRestore);

    /// <summary>Looking up or changing the state of one granule, with its lock.</summary>
    public static readonly Work GranuleState = Work.One(WorkStep.RmmGranuleState);

    /// <summary>Hashing 64 bytes.</summary>
    public static readonly Work HashBlock = Work.One(WorkStep.RmmHashBlock);

    /// <summary>Parts in which a token is signed with ES384: between two of them the RMM looks for interrupts.</summary>
    public const ulong SigningParts = 64;

    /// <summary>One of those parts.</summary>
    public static readonly Work SigningPart = Work.One(WorkStep.RmmSignToken);

    /// <summary>Copying one byte of a token.</summary>
    public static readonly Work TokenByte = Work.One(WorkStep.RmmTokenByte);

    /// <summary>Cost of hashing a number of bytes.</summary>
    /// <param name="bytes">How many.</param>
    public static Work Hash(int bytes) => ((ulong)bytes / 64 + 1) * HashBlock;
}
