using CcaEmu.Arm;

namespace CcaEmu.Campaign.Fuzz;

/// <summary>What a fuzz run did and found.</summary>
internal sealed class FuzzResult
{
    private readonly long[] _episodes = new long[16];
    private long _retired;
    private long _exceptions;

    /// <summary>Instructions retired and exceptions taken.</summary>
    public long Steps => Interlocked.Read(ref _retired) + Interlocked.Read(ref _exceptions);

    public List<string> Failures { get; } = [];

    /// <summary>Counts an episode by where it began.</summary>
    public void Begin(ProcessingElement pe) => Interlocked.Increment(ref _episodes[(int)pe.CurrentLevel * 4 + (int)pe.SecurityState]);

    public void Add(ulong retired, ulong exceptions)
    {
        Interlocked.Add(ref _retired, (long)retired);
        Interlocked.Add(ref _exceptions, (long)exceptions);
    }

    public void Fail(string text)
    {
        lock (Failures)
            Failures.Add(text);
    }

    /// <summary>Failures, steps, and where episodes began.</summary>
    public void Print(TextWriter output)
    {
        Failures.ForEach(output.WriteLine);
        for (int n = 0; n < _episodes.Length; n++)
        {
            if (_episodes[n] != 0)
                output.WriteLine($"{_episodes[n],9} episodes began at {(ExceptionLevel)(n / 4)}, {(SecurityState)(n % 4)}");
        }
        output.WriteLine($"{Steps} steps ({_retired} instructions, {_exceptions} exceptions), {Failures.Count} failures");
    }
}
