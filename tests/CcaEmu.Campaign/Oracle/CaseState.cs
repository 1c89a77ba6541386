namespace CcaEmu.Campaign.Oracle;

/// <summary>
/// Where the state of a user program stands in a row of 64-bit words: what goes into a case and what comes out of it, on our PE and under
/// QEMU alike.
/// </summary>
/// <remarks>X28 and X29 belong to the harness: their words are zero and no case uses them.</remarks>
internal static class CaseState
{
    /// <summary>X0 to X30.</summary>
    public const int X = 0;

    public const int Sp = 31;
    public const int Nzcv = 32;
    public const int Fpcr = 33;
    public const int Fpsr = 34;

    /// <summary>Output only: the Linux signal that the case raised, or 0.</summary>
    public const int Signal = 35;

    /// <summary>V0 to V31, two words each, the low one first.</summary>
    public const int V = 36;

    /// <summary>The memory that cases may touch.</summary>
    public const int Window = V + 64;

    public const int WindowBytes = 256;

    public const int Words = Window + WindowBytes / 8;

    public const int Bytes = Words * 8;

    /// <summary>Name of a word in reports and vectors: x7, sp, nzcv, fpcr, fpsr, signal, v3.0 (low half), m88 (window byte offset in hex).</summary>
    public static string NameOf(int word) => word switch
    {
        < 31 => $"x{word}",
        Sp => "sp",
        Nzcv => "nzcv",
        Fpcr => "fpcr",
        Fpsr => "fpsr",
        Signal => "signal",
        < Window => $"v{(word - V) / 2}.{(word - V) % 2}",
        _ => $"m{(word - Window) * 8:x2}",
    };

    /// <summary>The word that a name of <see cref="NameOf"/> stands for.</summary>
    /// <exception cref="FormatException">It is not such a name.</exception>
    public static int WordOf(string name)
    {
        for (int word = 0; word < Words; word++)
        {
            if (NameOf(word) == name)
                return word;
        }
        throw new FormatException($"'{name}' is not a part of a case's state");
    }
}
