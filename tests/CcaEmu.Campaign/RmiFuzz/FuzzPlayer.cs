using CcaEmu.Arm.Rmi;
using CcaEmu.Campaign.RmiFuzz.Model;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Recs;
using C = CcaEmu.Arm.Rmi.RmiCommand;

namespace CcaEmu.Campaign.RmiFuzz;

/// <summary>Plays steps on a machine and on the model, and says where they differ.</summary>
internal sealed class FuzzPlayer : IDisposable
{
    private const int CompareAfter = 256;

    private readonly (ulong[] X, Judgement Judgement)?[] _running;
    private readonly FlippingMemory?[] _flips;
    private readonly Dictionary<ulong, ulong> _handles = [];
    private (int Pe, int Reads, ulong Address, ulong Value)? _flip;

    /// <summary>A machine after its boot.</summary>
    /// <param name="options">What kind of machine.</param>
    /// <param name="scansAfter">The RMM's own invariants are checked after every so many commands.</param>
    /// <param name="defect">What is wrong with the RMM; null for nothing.</param>
    public FuzzPlayer(WorldOptions options, int scansAfter, IRmmDefect? defect = null)
    {
        World = new RmiWorld(options, scansAfter, defect);
        Model = new RmiModel(World.Ask(), World);
        _running = new (ulong[], Judgement)?[options.Pes];
        _flips = new FlippingMemory?[options.Pes];
    }

    public RmiWorld World { get; }

    public RmiModel Model { get; private set; }

    /// <summary>Told of every answer, in words.</summary>
    public Action<string>? Trace { get; set; }

    /// <summary>Commands made so far.</summary>
    public long Commands { get; private set; }

    /// <summary>How often each status has been answered.</summary>
    public Dictionary<(C Command, RmiStatus Status), long> Answers { get; } = [];

    /// <summary>Nothing more can be said of this machine: a REC could not tell of its exit.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether a PE waits for the end of a call.</summary>
    public bool IsBusy(int pe) => _running[pe] is not null;

    /// <summary>Plays a step.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? Play(FuzzStep step)
    {
        if (step.Pe >= _running.Length || step.OtherPe >= _running.Length)
            return null;
        string? wrong = step.Kind switch
        {
            FuzzStepKind.Write => Write(step),
            FuzzStepKind.Flip => Arm(step),
            FuzzStepKind.Call => IsBusy(step.Pe) || MeetsRunPage(step.Words) ? null : Call(step),
            FuzzStepKind.Start => IsBusy(step.Pe) ? null : Start(step.Pe, step.Words),
            FuzzStepKind.Finish => IsBusy(step.Pe) ? Finish(step.Pe) : null,
            _ => step.Pe == step.OtherPe || Meet(step.Words, step.Other!) || MeetsRunPage(step.Words) || MeetsRunPage(step.Other!) || IsBusy(step.Pe) || IsBusy(step.OtherPe) ? null : Race(step.Pe, step.Words, step.OtherPe, step.Other!),
        };
        IsOver |= Model.IsLost;
        return IsOver ? null : wrong ?? Check();
    }

    /// <summary>Compares everything.</summary>
    public string? Compare() => IsOver || IsUndecided ? null : StateComparison.All(World, Model);

    public void Dispose() => World.Dispose();

    // What one command writes to a page of the host, another must not write over before it has been looked at.
    private static bool Meet(ulong[] x, ulong[] other) =>
        x[1..6].Any(one => IsPage(one) && other[1..6].Any(two => IsPage(two) && one >> 16 == two >> 16));

    private static bool IsPage(ulong address) => address is >= FuzzGenerator.Pages and < FuzzGenerator.SourcePage;

    private bool MeetsRunPage(ulong[] x) => _running.Any(running => running is var (run, _) && Meet(x, run));

    private bool IsUndecided => Model.Operations.Values.Any(operation => operation.HasEnded) || _running.Any(running => running is not null);

    private string? Check()
    {
        if (World.Rmm.IsolationFindings.Count > 0)
            return $"isolation: {World.Rmm.IsolationFindings[0]}";
        if (World.Monitor.FatalError is { } fatal)
            return $"the monitor gives up: {fatal}";
        if (IsOver || IsUndecided)
            return null;
        return Commands % CompareAfter == 0 ? StateComparison.All(World, Model) : StateComparison.Counts(World, Model);
    }

    private string? Write(FuzzStep step)
    {
        var bytes = new byte[step.Words.Length * 8];
        Buffer.BlockCopy(step.Words, 0, bytes, 0, bytes.Length);
        World.TryWrite(step.Address, bytes);
        return null;
    }

    private string? Arm(FuzzStep step)
    {
        if (step.Words.Length == 2)
            _flip = (step.Pe, (int)step.Words[0], step.Address, step.Words[1]);
        return null;
    }

    private string? Call(FuzzStep step)
    {
        (int pe, ulong[] x, ulong[] made) = (step.Pe, Named(Plain(step.Words)), Named(step.Words));
        List<ulong> words = DonatedWords(x);
        Judgement judgement = Model.Judge(x);
        (Judgement, List<ulong>)? flipped = Flip(pe, x);
        if (World.Call(pe, made) is not { } y)
            return $"it does not come back: {World.Describe()}";
        _flips[pe]?.Arm(0, 0, 0);
        Note(x, y);
        if (new RmiResult(y[0]).Status == RmiStatus.Incomplete && !IsOperationCommand(x))
            _handles[step.Began = step.Began == 0 ? y[1] : step.Began] = y[1];
        LetOut();
        List<int> ended = [.. Enumerable.Range(0, _running.Length).Where(other => _running[other] is not null && !World.IsCalling(other))];
        if (flipped is var (later, laterWords))
        {
            // Which of the two values the RMM went by, where it may have gone by either, nothing tells: what follows is not known.
            bool acts = new RmiResult(y[0]).Status is RmiStatus.Success or RmiStatus.Incomplete;
            if (acts && Accepts(judgement, x, y) && Accepts(later, x, y))
                return Give();
            if (!Accepts(judgement, x, y))
                (judgement, words) = (later, laterWords);
        }
        if (ended.Count > 0 && !Accepts(judgement, x, y))
        {
            // A REC has come out before the command looked.
            if (End(ended) is { } bad)
                return bad;
            return Observe(Model, Model.Judge(x), x, y, words);
        }
        return Observe(Model, judgement, x, y, words) ?? End(ended);
    }

    // A REC that has come out, of which its host does not know yet.
    private void LetOut()
    {
        var memory = new RealmMemory(World.Machine.Pes[0].Physical);
        for (int other = 0; other < _running.Length; other++)
        {
            bool isOut = _running[other] is var (run, _) && World.IsCalling(other)
                && World.Rmm.StateOf(run[1]) == GranuleState.Rec && new Rec(memory, run[1]).State != RecState.Running;
            if (isOut)
                World.Finish(other);
        }
    }

    // The call as it is when the word has changed before the RMM looks.
    private (Judgement, List<ulong>)? Flip(int pe, ulong[] x)
    {
        if (_flip is not { } flip)
            return null;
        _flip = null;
        _flips[pe] ??= new FlippingMemory(World.Machine.Memory.Observer, World.Machine.Pes[pe].Physical, World.Door);
        World.Machine.Memory.Observer = _flips[pe];
        var old = new byte[8];
        if (!World.TryRead(flip.Address & ~7UL, old))
            return null;
        World.TryWrite(flip.Address & ~7UL, BitConverter.GetBytes(flip.Value));
        (Judgement, List<ulong>) later = (Model.Judge(x), DonatedWords(x));
        World.TryWrite(flip.Address & ~7UL, old);
        _flips[pe]!.Arm(flip.Reads, flip.Address & ~7UL, flip.Value);
        return later;
    }

    private string? Start(int pe, ulong[] x)
    {
        if (Plain(x)[0] != (uint)C.RecEnter)
            return Call(FuzzStep.Call(pe, x));
        World.Start(pe, x);
        x = Plain(x);
        Judgement judgement = Model.Judge(x);
        World.Go();
        if (!World.IsCalling(pe))
        {
            ulong[] y = World.Results(pe);
            Note(x, y);
            return Observe(Model, judgement, x, y, []);
        }
        Commands++;
        if (!judgement.CanSucceed)
            return $"it runs; allowed: {judgement}";
        Model.BeginRun(x[1]);
        _running[pe] = (x, judgement);
        Trace?.Invoke("runs on");
        return null;
    }

    private string? Finish(int pe)
    {
        if (World.Finish(pe) is null)
            return $"it does not come back: {World.Describe()}";
        return End([.. Enumerable.Range(0, _running.Length).Where(other => _running[other] is not null && !World.IsCalling(other))]);
    }

    private string? End(List<int> pes)
    {
        foreach (int pe in pes)
        {
            (ulong[] x, Judgement judgement) = _running[pe]!.Value;
            _running[pe] = null;
            ulong[] y = World.Results(pe);
            Answers[(C.RecEnter, new RmiResult(y[0]).Status)] = Answers.GetValueOrDefault((C.RecEnter, new RmiResult(y[0]).Status)) + 1;
            if (y[0] == (ulong)RmiStatus.ErrorInput && !Model.IsHost(x[2]))
                IsOver = true;
            else if ((y[0] == 0 ? judgement.Effect(y) : $"it ends with {new RmiResult(y[0])}") is { } wrong)
                return wrong;
        }
        return null;
    }

    private string? Race(int pe, ulong[] x, int otherPe, ulong[] otherX)
    {
        List<ulong> words = DonatedWords(Plain(x)), otherWords = DonatedWords(Plain(otherX));
        World.Start(pe, x);
        World.Start(otherPe, otherX);
        (x, otherX) = (Plain(x), Plain(otherX));
        ulong[]? y = World.Finish(pe), z = World.Finish(otherPe);
        if (y is null || z is null)
            return $"they do not come back: {World.Describe()}";
        Note(x, y);
        Note(otherX, z);
        List<int> ended = [.. Enumerable.Range(0, _running.Length).Where(i => _running[i] is not null && !World.IsCalling(i))];
        if (_running.Any(running => running is not null))
        {
            // What a REC's Effect refers to is in this model: no copy of it can be tried.
            string? only = Observe(Model, Model.Judge(x), x, y, words) ?? Observe(Model, Model.Judge(otherX), otherX, z, otherWords);
            return only is null ? End(ended) : Give();
        }
        RmiModel before = Model;
        string? first = InOrder(x, y, words, otherX, z, otherWords);
        // Both orders may give the same answers, and yet not leave the same behind.
        if (first is null && (IsUndecided || StateComparison.All(World, Model) is null))
            return null;
        RmiModel after = Model;
        Model = before;
        string? second = InOrder(otherX, z, otherWords, x, y, words);
        if (first is null && second is not null)
            Model = after;
        return first is null || second is null ? null : $"in no order: {first}; the other way round: {second}";
    }

    // One call and then the other; one that runs a REC goes on while the other is made.
    private string? InOrder(ulong[] x, ulong[] y, List<ulong> words, ulong[] otherX, ulong[] z, List<ulong> otherWords)
    {
        RmiModel copy = Model.Clone();
        string? wrong;
        if ((C)x[0] == C.RecEnter && y[0] == 0)
        {
            Judgement entry = copy.Judge(x);
            if (!entry.CanSucceed)
                return $"it runs; allowed: {entry}";
            copy.BeginRun(x[1]);
            wrong = Observe(copy, copy.Judge(otherX), otherX, z, otherWords) ?? Observe(copy, entry, x, y, words);
            if (wrong is null)
            {
                Model = copy;
                return null;
            }
            copy = Model.Clone();
        }
        wrong = Observe(copy, copy.Judge(x), x, y, words) ?? Observe(copy, copy.Judge(otherX), otherX, z, otherWords);
        if (wrong is null)
            Model = copy;
        return wrong;
    }

    // W0 is the function identifier, and the SVE hint is no part of it.
    private static ulong[] Plain(ulong[] x) => [(uint)x[0] & ~0x1_0000U, .. x[1..]];

    private static bool IsOperationCommand(ulong[] x) => (C)(uint)x[0] is C.OpContinue or C.OpMemDonate or C.OpMemReclaim or C.OpCancel;

    // Handles are given out in order, so they are others where earlier steps have been left out.
    private ulong[] Named(ulong[] x) =>
        IsOperationCommand(Plain(x)) && _handles.TryGetValue(x[1], out ulong handle) && handle != x[1] ? [x[0], handle, .. x[2..]] : x;

    private string? Give()
    {
        IsOver = true;
        return null;
    }

    private List<ulong> DonatedWords(ulong[] x) => (uint)x[0] == (uint)C.OpMemDonate ? Model.Words(x[2], x[3]) : [];

    private void Note(ulong[] x, ulong[] y)
    {
        Commands++;
        Trace?.Invoke($"{new RmiResult(y[0])} {y[1]:X} {y[2]:X} {y[3]:X}");
        (C, RmiStatus) key = ((C)(uint)x[0], new RmiResult(y[0]).Status);
        Answers[key] = Answers.GetValueOrDefault(key) + 1;
    }

    private static bool Accepts(Judgement judgement, ulong[] x, ulong[] y) => new RmiResult(y[0]).Status switch
    {
        RmiStatus.Incomplete => judgement.IsAccepted,
        RmiStatus.Success => judgement.CanSucceed,
        _ => judgement.Allows(y[0]) || ((uint)x[0] == (uint)C.OpContinue && judgement.IsAccepted),
    };

    private static string? Observe(RmiModel model, Judgement judgement, ulong[] x, ulong[] y, List<ulong> words)
    {
        var result = new RmiResult(y[0]);
        string? wrong;
        if ((uint)x[0] == (uint)C.OpContinue && judgement.IsAccepted)
            wrong = result.Status is RmiStatus.Busy ? null : model.Continued(x, y);
        else if (result.Status == RmiStatus.Incomplete)
            wrong = Incomplete(model, judgement, x, y, words);
        else if (result.IsSuccess)
            wrong = judgement.CanSucceed ? judgement.Effect(y) : "no success is possible";
        else
            wrong = judgement.Allows(y[0]) ? null : "no such failure is possible";
        return wrong is null ? null : $"{(C)(uint)x[0]} gives {result}: {wrong}; allowed: {judgement}";
    }

    private static string? Incomplete(RmiModel model, Judgement judgement, ulong[] x, ulong[] y, List<ulong> words) => (C)(uint)x[0] switch
    {
        _ when !judgement.IsAccepted => "it must fail",
        C.OpMemDonate => model.Donated(x, y, words),
        C.OpMemReclaim => model.Reclaimed(x, y),
        C.OpCancel => model.Cancelled(x, y),
        _ => model.MayBegin(x) ? model.Begin(x, y) : "it is no operation",
    };
}
