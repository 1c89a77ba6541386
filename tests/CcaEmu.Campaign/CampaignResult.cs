using CcaEmu.Arm.A64;
using CcaEmu.Campaign.Oracle;

namespace CcaEmu.Campaign;

/// <summary>What a campaign found.</summary>
internal sealed class CampaignResult
{
    private const int MismatchesPerLine = 3;

    private readonly long[] _cases = new long[A64Table.Lines.Length + 1];
    private readonly long[] _undefined = new long[A64Table.Lines.Length + 1];
    private readonly long[] _wrong = new long[A64Table.Lines.Length + 1];

    public List<Mismatch> Mismatches { get; } = [];

    public long Cases => _cases.Sum();

    /// <summary>Cases of a line that were run; those of sequences are under <see cref="A64Op.Undefined"/>.</summary>
    public long CasesOf(A64Op op) => _cases[(int)op];

    public void Add(A64Op op, long cases) => _cases[(int)op] += cases;

    public void AddUndefined(A64Op op) => _undefined[(int)op]++;

    public void Add(Mismatch mismatch)
    {
        if (_wrong[(int)mismatch.Op]++ < MismatchesPerLine)
            Mismatches.Add(mismatch);
    }

    public void Print(TextWriter output)
    {
        foreach (Mismatch mismatch in Mismatches)
            output.WriteLine(mismatch);
        PrintCounts(output);
    }

    /// <summary>Cases per line, and the sums.</summary>
    public void PrintCounts(TextWriter output)
    {
        foreach (A64Encoding line in A64Table.Lines.Where(line => _cases[(int)line.Op] != 0))
        {
            string undefined = _undefined[(int)line.Op] == 0 ? "" : $", UNDEFINED {_undefined[(int)line.Op]}";
            string wrong = _wrong[(int)line.Op] == 0 ? "" : $", WRONG {_wrong[(int)line.Op]}";
            output.WriteLine($"{line.Op,-24} {_cases[(int)line.Op],10}{undefined}{wrong}");
        }
        output.WriteLine($"{_cases[0]} sequences, {Cases - _cases[0]} cases of {_cases.Skip(1).Count(n => n != 0)} lines, {_wrong.Sum()} wrong");
    }
}
