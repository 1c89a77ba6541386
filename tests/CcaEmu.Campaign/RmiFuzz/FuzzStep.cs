using System.Globalization;

namespace CcaEmu.Campaign.RmiFuzz;

/// <summary>What hosts do next.</summary>
internal enum FuzzStepKind
{
    /// <summary>Write words of memory.</summary>
    Write,

    /// <summary>Make a call and wait for its end.</summary>
    Call,

    /// <summary>Make a call and go on: a REC runs in the background.</summary>
    Start,

    /// <summary>Wait for the end of such a call.</summary>
    Finish,

    /// <summary>Two PEs make a call at the same time.</summary>
    Race,

    /// <summary>Change a word as soon as the RMM has read memory of the host so often, within the next call.</summary>
    Flip,
}

/// <summary>One step of a script: plain numbers, so that it means the same whatever stands before it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Pe">Which PE.</param>
/// <param name="Address">Of a write.</param>
/// <param name="Words">Words that are written, or X0 to X7.</param>
/// <param name="OtherPe">The other PE of a race.</param>
/// <param name="Other">Its X0 to X7.</param>
internal sealed record FuzzStep(FuzzStepKind Kind, int Pe, ulong Address, ulong[] Words, int OtherPe = 0, ulong[]? Other = null)
{
    /// <summary>The handle of the operation that the call became when it was drawn: later steps name it so, whatever it is called when they are played again.</summary>
    public ulong Began { get; set; }

    public static FuzzStep Write(ulong address, params ulong[] words) => new(FuzzStepKind.Write, 0, address, words);

    public static FuzzStep Call(int pe, ulong[] x) => new(FuzzStepKind.Call, pe, 0, x);

    /// <summary>One line of a script.</summary>
    public override string ToString() => Kind switch
    {
        FuzzStepKind.Write => $"write {Address:X} {Text(Words)}",
        FuzzStepKind.Flip => $"flip {Pe} {Address:X} {Text(Words)}",
        FuzzStepKind.Race => $"race {Pe} {Text(Words)} {OtherPe} {Text(Other!)}",
        FuzzStepKind.Finish => $"finish {Pe}",
        _ => $"{(Kind == FuzzStepKind.Call ? "call" : "start")} {Pe} {Text(Words)}{(Began == 0 ? "" : $" {Began:X}")}",
    };

    /// <summary>Reads that line.</summary>
    /// <exception cref="FormatException">It is no such line.</exception>
    public static FuzzStep Parse(string line)
    {
        string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ulong[] numbers = [.. parts.Skip(1).Select(part => ulong.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
        return parts[0] switch
        {
            "write" => new(FuzzStepKind.Write, 0, numbers[0], numbers[1..]),
            "flip" => new(FuzzStepKind.Flip, (int)numbers[0], numbers[1], numbers[2..]),
            "call" => new(FuzzStepKind.Call, (int)numbers[0], 0, numbers[1..9]) { Began = numbers.Length > 9 ? numbers[9] : 0 },
            "start" => new(FuzzStepKind.Start, (int)numbers[0], 0, numbers[1..9]),
            "finish" => new(FuzzStepKind.Finish, (int)numbers[0], 0, []),
            "race" => new(FuzzStepKind.Race, (int)numbers[0], 0, numbers[1..9], (int)numbers[9], numbers[10..18]),
            _ => throw new FormatException($"'{line}' is no step"),
        };
    }

    private static string Text(IEnumerable<ulong> words) => string.Join(' ', words.Select(word => word.ToString("X", CultureInfo.InvariantCulture)));
}
