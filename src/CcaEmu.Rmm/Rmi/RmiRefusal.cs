using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;

namespace CcaEmu.Rmm.Rmi;

/// <summary>What a command answers when the monitor refuses its part.</summary>
/// <param name="Result">The command's result.</param>
/// <param name="Answers">The monitor's answers that lead to it; none for whatever no condition before it names.</param>
internal sealed record RmiRefusal(RmiResult Result, IReadOnlyList<FirmeStatus> Answers)
{
    /// <summary>Whether an answer of the monitor, which is not SUCCESS, leads to it.</summary>
    /// <param name="answer">The answer.</param>
    public bool Covers(FirmeStatus answer) => Answers.Count == 0 || Answers.Contains(answer);
}
