using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Transcription;

/// <summary>A PE of one kind of pointer authentication and <see cref="PlainPac"/> beside it, put into the same random state.</summary>
internal sealed class PacMachine : IDisposable
{
    /// <summary>What is changed from the default PE for each kind.</summary>
    public static readonly string[] Kinds =
    [
        "+FEAT_SB",
        "-FEAT_FPACCOMBINE",
        "-FEAT_FPACCOMBINE,-FEAT_FPAC",
        "-FEAT_FPACCOMBINE,-FEAT_FPAC,-FEAT_PAuth2",
        "-FEAT_FPACCOMBINE,-FEAT_FPAC,-FEAT_PAuth2,+FEAT_EPAC",
        "-FEAT_PACQARMA5,+FEAT_PACQARMA3",
        "-FEAT_PACQARMA5,+FEAT_PACIMP",
    ];

    private static readonly (string Name, SystemRegister Lo, ulong Enable)[] KeyRegisters =
    [
        ("IA", SystemRegister.APIAKeyLo_EL1, SCTLR_ELx.EnIA), ("IB", SystemRegister.APIBKeyLo_EL1, SCTLR_ELx.EnIB),
        ("DA", SystemRegister.APDAKeyLo_EL1, SCTLR_ELx.EnDA), ("DB", SystemRegister.APDBKeyLo_EL1, SCTLR_ELx.EnDB),
        ("GA", SystemRegister.APGAKeyLo_EL1, 0),
    ];

    private static readonly SystemRegister[] Controls =
    [
        SystemRegister.SCTLR_EL1, SystemRegister.SCTLR_EL2, SystemRegister.SCTLR_EL3, SystemRegister.TCR_EL1, SystemRegister.TCR_EL2, SystemRegister.TCR_EL3,
    ];

    private readonly PeFeatures _features;
    private readonly TestPe _machine;

    public PacMachine(string kind)
    {
        _features = PeFeatures.Default.With(kind);
        _machine = new TestPe(_features);
        Plain = new PlainPac(_features);
    }

    public PlainPac Plain { get; private set; }

    public TestPe Machine => _machine;

    public ProcessingElement Pe => _machine.Pe;

    public ulong Sp
    {
        get => Pe.GetStackPointer((ExceptionLevel)Plain.El);
        set => Pe.SetStackPointer((ExceptionLevel)Plain.El, value);
    }

    public void Dispose() => _machine.Dispose();

    /// <summary>
    /// A random level, host, keys, widths of addresses, tags and controls. Most of the time every key is enabled and no use is trapped.
    /// </summary>
    /// <param name="random">What it is drawn from.</param>
    /// <param name="lowest">The lowest level.</param>
    public void Randomize(Random random, int lowest = 0)
    {
        Plain = new PlainPac(_features)
        {
            El = random.Next(lowest, 4),
            E2h = random.Next(2) == 0,
            HcrApi = random.Next(12) != 0,
            ScrApi = random.Next(12) != 0,
        };
        Plain.Tge = Plain.El != 1 && random.Next(2) == 0;
        _machine.At(ExceptionLevel.EL3);
        foreach (var (name, lo, _) in KeyRegisters)
        {
            (Pe[lo], Pe[lo + 1]) = (Word(random), Word(random));
            Plain.Keys[name] = (Pe[lo + 1], Pe[lo]);
        }
        Pe[SystemRegister.SCR_EL3] = SCR_EL3.NS | SCR_EL3.HCE | SCR_EL3.APK | (Plain.ScrApi ? SCR_EL3.API : 0);
        Pe[SystemRegister.HCR_EL2] = HCR_EL2.APK | (Plain.HcrApi ? HCR_EL2.API : 0) | (Plain.E2h ? HCR_EL2.E2H : 0) | (Plain.Tge ? HCR_EL2.TGE : 0);
        for (int level = 1; level <= 3; level++)
        {
            ulong enables = KeyRegisters.Aggregate(0UL, (all, key) => all | (random.Next(10) != 0 ? key.Enable : 0));
            Pe[Controls[level - 1]] = Plain.Sctlr[level] = enables;
            bool twoRanges = level == 1 || (level == 2 && Plain.E2h);
            Pe[Controls[level + 2]] = Plain.Tcr[level] = TranslationControl(random, twoRanges);
        }
        _machine.At((ExceptionLevel)Plain.El);
    }

    /// <summary>An address of 64 bits: in a range, near one, with a tag, or anything.</summary>
    public static ulong Pointer(Random random)
    {
        ulong value = Word(random);
        return random.Next(6) switch
        {
            0 => value,
            1 => value >> 25 | 0xFFFF_FF80_0000_0000,
            2 => value >> 26 ^ 1UL << random.Next(40, 64),
            3 => value >> 26 | (ulong)random.Next(256) << 56,
            _ => value >> random.Next(26, 40),
        };
    }

    public static ulong Word(Random random) => (ulong)random.NextInt64(long.MinValue, long.MaxValue);

    // 4 KiB granules in both ranges; addresses of 25 to 48 bits.
    private static ulong TranslationControl(Random random, bool twoRanges)
    {
        ulong size0 = (ulong)random.Next(16, 40), size1 = (ulong)random.Next(16, 40);
        ulong tags = Word(random);
        return twoRanges
            ? size0 | size1 << 16 | 2UL << 30 | 5UL << 32 | tags & (TCR_EL1.TBI0 | TCR_EL1.TBI1 | TCR_EL1.TBID0 | TCR_EL1.TBID1)
            : size0 | 5UL << 16 | 1UL << 31 | 1UL << 23 | tags & (TCR_ELx.TBI | TCR_ELx.TBID);
    }
}
