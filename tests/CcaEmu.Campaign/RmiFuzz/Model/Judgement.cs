using CcaEmu.Arm.Rmi;

namespace CcaEmu.Campaign.RmiFuzz.Model;

/// <summary>Groups of failure conditions among which the specification says which decides.</summary>
[Flags]
internal enum ConditionGroup
{
    None = 0,

    /// <summary>The RD is one.</summary>
    Rd = 1,

    /// <summary>The REC is one, and the run page is the host's.</summary>
    Rec = 2,

    /// <summary>Level and IPA are possible.</summary>
    Bound = 4,

    /// <summary>Base of a range.</summary>
    Base = 8,

    /// <summary>Alignment of a range.</summary>
    Align = 16,

    /// <summary>The walk, and the entry it ends at.</summary>
    Walk = 32,
}

/// <summary>What the specification allows a command to answer, and what its success means.</summary>
internal sealed class Judgement
{
    private readonly List<(ulong X0, string Name, ConditionGroup Group, ConditionGroup After, bool Maybe)> _failing = [];
    private readonly HashSet<ulong> _also = [];

    /// <summary>Lets success take effect in the model; gives what is wrong with the outputs, or null.</summary>
    public Func<ulong[], string?> Effect { get; set; } = _ => null;

    /// <summary>Whether the command is one that answers INCOMPLETE where nothing is wrong.</summary>
    public bool IsAccepted => !_failing.Exists(condition => !condition.Maybe);

    /// <summary>Whether it may succeed: no condition holds for certain.</summary>
    public bool CanSucceed => !NeverSucceeds && !_failing.Exists(condition => !condition.Maybe);

    /// <summary>Whether success is no answer at all.</summary>
    public bool NeverSucceeds { get; set; }

    /// <summary>Whether no condition can hold.</summary>
    public bool MustSucceed => _failing.Count == 0;

    /// <summary>A condition that holds.</summary>
    /// <param name="x0">What it answers.</param>
    /// <param name="name">What it is about.</param>
    /// <param name="group">Its group.</param>
    /// <param name="after">Groups that decide before it.</param>
    /// <param name="maybe">Whether an RMM may also see it otherwise.</param>
    public void Fail(RmiResult x0, string name, ConditionGroup group = ConditionGroup.None, ConditionGroup after = ConditionGroup.None, bool maybe = false) =>
        _failing.Add((x0.Value, name, group, after, maybe));

    public void Input(string name, ConditionGroup group = ConditionGroup.None, ConditionGroup after = ConditionGroup.None) =>
        Fail(RmiStatus.ErrorInput, name, group, after);

    public void MaybeInput(string name) => Fail(RmiStatus.ErrorInput, name, maybe: true);

    /// <summary>An answer that is possible whatever holds.</summary>
    public void Also(RmiResult x0) => _also.Add(x0.Value);

    /// <summary>Whether an answer without effect is allowed.</summary>
    public bool Allows(ulong x0)
    {
        if (_also.Contains(x0))
            return true;
        foreach ((ulong X0, string Name, ConditionGroup Group, ConditionGroup After, bool Maybe) one in _failing)
        {
            if (one.X0 == x0 && !_failing.Exists(other => !other.Maybe && (other.Group & one.After) != 0))
                return true;
        }
        return false;
    }

    /// <summary>What is allowed, in words.</summary>
    public override string ToString()
    {
        IEnumerable<string> failing = _failing.Select(one =>
            $"{new RmiResult(one.X0)} for {one.Name}{(one.Maybe ? " (maybe)" : "")}{(Allows(one.X0) ? "" : " (but others decide)")}");
        return string.Join(", ", failing.Concat(CanSucceed ? ["SUCCESS"] : []).Concat(_also.Select(x0 => new RmiResult(x0).ToString())));
    }
}
