using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using C = CcaEmu.Arm.Rmi.RmiCommand;

namespace CcaEmu.Campaign.RmiFuzz.Model;

/// <content>Which command a call is, and stateful operations.</content>
internal sealed partial class RmiModel
{
    private static readonly Dictionary<uint, CommandTraits> Traits =
        RmiCommandTable.All.ToDictionary(line => line.FunctionId.Value, line => line.Traits);

    // The operation whose command takes effect.
    private ModelOperation? _resumed;

    /// <summary>What a call may answer.</summary>
    /// <param name="x">X0 to X7.</param>
    public Judgement Judge(ulong[] x)
    {
        var j = new Judgement();
        uint functionId = (uint)x[0] & ~0x1_0000U;
        if (!Traits.TryGetValue(functionId, out CommandTraits traits))
        {
            j.Fail(new RmiResult(ulong.MaxValue), "unknown function");
            return j;
        }
        if (!Judge(j, (C)functionId, x))
        {
            j.Fail(RmiStatus.ErrorNotSupported, "not supported");
            j.Fail(new RmiResult(ulong.MaxValue), "not supported");
            return j;
        }
        bool isStateful = (traits & CommandTraits.Stateful) != 0;
        // Of an operation whose last step another PE makes, nothing can be said yet.
        if (Operations.Count > 0)
            j.Also(IsOperationCommand((C)functionId) ? RmiStatus.Busy : RmiStatus.Blocked);
        if (options.IsAggressive && (isStateful || IsOperationCommand((C)functionId)))
        {
            j.Also(RmiStatus.Busy);
            if (isStateful)
                j.Also(RmiStatus.Blocked);
        }
        if (options.IsStateful && isStateful)
            j.Also(RmiStatus.Busy);
        return j;
    }

    /// <summary>Whether a call may have become an operation.</summary>
    public bool MayBegin(ulong[] x) => Traits.TryGetValue((uint)x[0] & ~0x1_0000U, out CommandTraits traits) && (traits & CommandTraits.Stateful) != 0
        && (options.IsStateful || (uint)x[0] == (uint)C.GptL1Destroy);

    /// <summary>A call has answered INCOMPLETE.</summary>
    /// <param name="x">X0 to X7 of the call.</param>
    /// <param name="y">X0 to X7 of the answer.</param>
    public string? Begin(ulong[] x, ulong[] y)
    {
        if (Operations.ContainsKey(y[1]))
            return $"handle 0x{y[1]:X} is in use";
        var operation = new ModelOperation(y[1], [.. x]);
        Operations.Add(y[1], operation);
        if ((uint)x[0] == (uint)C.RmmActivate)
            State = RmmState.Intermediate;
        return Note(operation, y);
    }

    private static bool IsOperationCommand(C command) => command is C.OpContinue or C.OpMemDonate or C.OpMemReclaim or C.OpCancel;

    private bool Judge(Judgement j, C command, ulong[] x)
    {
        switch (command)
        {
            case C.Version: Version(j, x); return true;
            case C.Features: ReadFeatures(j, x); return true;
            case C.RmmConfigSet: ConfigSet(j, x); return true;
            case C.RmmConfigGet: ConfigGet(j, x); return true;
            case C.RmmActivate: Activate(j); return true;
            case C.RmmStateGet: StateGet(j); return true;
            case C.AttestPlatTokenRefresh: TokenRefresh(j); return true;
            case C.GranuleTrackingGet: TrackingGet(j, x); return true;
            case C.GranuleTrackingSet: TrackingSet(j, x); return true;
            case C.GptL1Create: GptCreate(j, x); return true;
            case C.GptL1Destroy: GptDestroy(j, x); return true;
            case C.GranuleRangeDelegate: GranuleRange(j, x, GranuleState.Undelegated, GranuleState.Delegated); return true;
            case C.GranuleRangeUndelegate: GranuleRange(j, x, GranuleState.Delegated, GranuleState.Undelegated); return true;
            case C.RealmCreate: RealmCreate(j, x); return true;
            case C.RealmActivate: RealmActivate(j, x); return true;
            case C.RealmTerminate: RealmTerminate(j, x); return true;
            case C.RealmDestroy: RealmDestroy(j, x); return true;
            case C.RecCreate: RecCreate(j, x); return true;
            case C.RecDestroy: RecDestroy(j, x); return true;
            case C.RecEnter: RecEnter(j, x); return true;
            case C.PsciComplete: PsciComplete(j, x); return true;
            default: return JudgeTables(j, command, x);
        }
    }

    private bool JudgeTables(Judgement j, C command, ulong[] x)
    {
        switch (command)
        {
            case C.RttCreate: RttCreate(j, x); return true;
            case C.RttDestroy: RttDestroy(j, x); return true;
            case C.RttFold: RttFold(j, x); return true;
            case C.RttReadEntry: RttReadEntry(j, x); return true;
            case C.RttDataMapInit: DataMapInit(j, x); return true;
            case C.RttInitRipas: InitRipas(j, x); return true;
            case C.RttSetRipas: SetRipas(j, x); return true;
            case C.RttDataMap: Map(j, x, isProtected: true); return true;
            case C.RttUnprotMap: Map(j, x, isProtected: false); return true;
            case C.RttDataUnmap: Unmap(j, x, isProtected: true); return true;
            case C.RttUnprotUnmap: Unmap(j, x, isProtected: false); return true;
            case C.OpContinue: Continue(j, x); return true;
            case C.OpMemDonate: Donate(j, x); return true;
            case C.OpMemReclaim: Reclaim(j, x); return true;
            case C.OpCancel: Cancel(j, x); return true;
            default: return false;
        }
    }

    private ModelOperation? Named(Judgement j, ulong handle)
    {
        if (Operations.TryGetValue(handle, out ModelOperation? operation))
            return operation;
        j.Input("handle");
        return null;
    }

    // OP_CONTINUE is the one command whose answer depends on what its operation does next; Continued says what an answer means.
    private void Continue(Judgement j, ulong[] x)
    {
        if (Named(j, x[1]) is not { } operation)
            return;
        if ((x[2] & ~1UL) != 0)
            j.Input("flags");
        foreach (RmiMemoryRequest request in Enum.GetValues<RmiMemoryRequest>())
        {
            j.Also(RmiResult.Incomplete(request, canCancel: false));
            j.Also(RmiResult.Incomplete(request, canCancel: true));
        }
    }

    /// <summary>OP_CONTINUE of an operation under way has answered; says what is wrong with that, or null.</summary>
    public string? Continued(ulong[] x, ulong[] y)
    {
        ModelOperation operation = Operations[x[1]];
        var result = new RmiResult(y[0]);
        if (operation.HasEnded)
            return result.Status == RmiStatus.Incomplete ? Note(operation, y) : Finished(operation, y);
        _resumed = operation;
        Judgement end = Judge(operation.X);
        string? wrong = null;
        if (result.Status == RmiStatus.Incomplete)
        {
            bool mayEnd = operation.Last.MemoryRequest == RmiMemoryRequest.None && result.MemoryRequest == RmiMemoryRequest.Reclaim;
            wrong = Note(operation, y);
            if (mayEnd)
                wrong ??= End(operation, end);
        }
        else
        {
            wrong = operation.Last.MemoryRequest != RmiMemoryRequest.None ? $"it ends with {result}, but wanted memory" : Finish(operation, end, y);
        }
        _resumed = null;
        return wrong;
    }

    // The command has taken effect, or failed, and memory that it has left over comes back before the host hears which of the two.
    private string? End(ModelOperation operation, Judgement end)
    {
        operation.HasEnded = true;
        IsLost |= !end.MustSucceed && end.CanSucceed;
        operation.Effect = y => end.CanSucceed == (y[0] == 0) && (y[0] == 0 || end.Allows(y[0])) ? null : $"{new RmiResult(y[0])}; allowed: {end}";
        return end.CanSucceed ? end.Effect(new ulong[8]) : null;
    }

    private string? Finished(ModelOperation operation, ulong[] y)
    {
        if (operation.Held.Count > 0)
            return $"{operation.Held.Count} donated granules have not come back";
        Operations.Remove(operation.Handle);
        return operation.Effect?.Invoke(y);
    }

    private string? Finish(ModelOperation operation, Judgement end, ulong[] y)
    {
        Operations.Remove(operation.Handle);
        if (y[0] == 0)
            return end.CanSucceed ? end.Effect(y) : $"it succeeds; allowed: {end}";
        if (operation.Held.Count > 0)
            return $"it fails with {new RmiResult(y[0])}, and {operation.Held.Count} granules have not come back";
        if ((uint)operation.X[0] == (uint)C.RmmActivate)
            State = RmmState.Init;
        return end.Allows(y[0]) ? null : $"it fails with {new RmiResult(y[0])}; allowed: {end}";
    }

    // What an operation says it wants.
    private static string? Note(ModelOperation operation, ulong[] y)
    {
        operation.Last = new RmiResult(y[0]);
        if (operation.Last.MemoryRequest != RmiMemoryRequest.Donate)
            return null;
        operation.Wanted = DonationRequirements.Decode(y[2]);
        return operation.Wanted.Count > 0 ? null : "it wants no memory";
    }

    // An object keeps what was donated for it.
    private static void Keep(ModelOperation operation, HashSet<ulong> held)
    {
        held.UnionWith(operation.Held);
        operation.Held.Clear();
    }

    private void Donate(Judgement j, ulong[] x)
    {
        j.NeverSucceeds = true;
        if (Named(j, x[1]) is not { } operation)
            return;
        if (operation.Last.MemoryRequest != RmiMemoryRequest.Donate || operation.HasEnded)
            j.Input("it wants no memory");
        List<ModelRange>? list = List(j, x[2], x[3]);
        if (list is null || operation.Last.MemoryRequest != RmiMemoryRequest.Donate)
            return;
        if (Words(x[2], x[3]).Exists(word => (word >> 52 & 0x7FF) != 0))
            j.Input("bits without meaning");
        DonationRequirements wanted = operation.Wanted;
        ulong block = Geometry.Size(wanted.Level);
        UInt128 sum = 0;
        foreach (ModelRange range in list)
            sum += (UInt128)range.Count * Geometry.Size(range.Level);
        if (sum > (UInt128)wanted.Count * block)
            j.Input("more than wanted");
        bool isWhole = list.TrueForAll(range => range.Count > 0 && (range.Address & (block - 1)) == 0 && ((ulong)range.Count * Geometry.Size(range.Level) & (block - 1)) == 0);
        if (!isWhole)
            j.Input("alignment");
        if (wanted.IsContiguous && list.Count > 0 && !IsRun(list, wanted, block))
            j.Input("contiguity");
        int usable = 0;
        while (usable < list.Count && IsDonation(list[usable], wanted.IsUndelegated))
            usable++;
        if (list.Count > 0 && usable == 0)
            j.Input("granule state");
        foreach (RmiMemoryRequest request in Enum.GetValues<RmiMemoryRequest>())
        {
            j.Also(RmiResult.Incomplete(request, canCancel: false));
            j.Also(RmiResult.Incomplete(request, canCancel: true));
        }
    }

    private bool IsRun(List<ModelRange> list, DonationRequirements wanted, ulong block)
    {
        ulong next = list[0].Address;
        foreach (ModelRange range in list)
        {
            if (range.Address != next)
                return false;
            next += (ulong)range.Count * Geometry.Size(range.Level);
        }
        ulong size = next - list[0].Address;
        ulong alignment = 1;
        while (alignment <= size / 2)
            alignment *= 2;
        return size == (ulong)wanted.Count * block && (list[0].Address & (alignment - 1)) == 0;
    }

    private bool IsDonation(ModelRange range, bool isUndelegated)
    {
        ulong size = (ulong)range.Count * Geometry.Size(range.Level);
        if (range.IsUndelegated != isUndelegated || range.Count == 0)
            return false;
        for (ulong offset = 0; offset < size; offset += Geometry.Granule)
        {
            if (!IsFine(range.Address + offset)
                || this[range.Address + offset] != (isUndelegated ? GranuleState.Undelegated : GranuleState.Delegated))
                return false;
        }
        return true;
    }

    /// <summary>OP_MEM_DONATE of an operation has answered INCOMPLETE: it has taken memory.</summary>
    public string? Donated(ulong[] x, ulong[] y, IReadOnlyList<ulong> words)
    {
        ModelOperation operation = Operations[x[1]];
        ulong left = y[1];
        foreach (ulong word in words)
        {
            if (left == 0)
                break;
            var range = ModelRange.Decode(word, Geometry);
            ulong size = (ulong)range.Count * Geometry.Size(range.Level);
            for (ulong offset = 0; offset < size && left > 0; offset += Geometry.Granule, left--)
            {
                ulong granule = range.Address + offset;
                if (!IsFine(granule) || this[granule] != (operation.Wanted.IsUndelegated ? GranuleState.Undelegated : GranuleState.Delegated))
                    return $"it has taken 0x{granule:X}, which was {this[granule]}";
                Origins[granule] = this[granule];
                this[granule] = GranuleState.Internal;
                operation.Held.Add(granule);
            }
        }
        return left > 0 ? $"it has taken {y[1]} granules, more than there were" : Note(operation, y);
    }

    private List<ModelRange>? List(Judgement j, ulong address, ulong count)
    {
        if ((address & 7) != 0)
            j.Input("list_align");
        if (!IsHost(address))
            j.Input("list_pas");
        if ((address & 7) != 0 || !IsHost(address))
            return null;
        return [.. Words(address, count).Select(word => ModelRange.Decode(word, Geometry))];
    }

    /// <summary>Words of a list, up to the end of its page.</summary>
    public List<ulong> Words(ulong address, ulong count)
    {
        var words = new List<ulong>();
        ulong room = (Geometry.Granule - (address & (Geometry.Granule - 1))) / 8;
        for (ulong i = 0; i < Math.Min(count, room) && TryReadWord(address + i * 8, out ulong word); i++)
            words.Add(word);
        return words;
    }

    private void Reclaim(Judgement j, ulong[] x)
    {
        j.NeverSucceeds = true;
        if (Named(j, x[1]) is not { } operation)
            return;
        if (operation.Last.MemoryRequest != RmiMemoryRequest.Reclaim)
            j.Input("it gives no memory back");
        if ((x[2] & 7) != 0)
            j.Input("list_align");
        if (!IsHost(x[2]))
            j.Input("list_pas");
        foreach (RmiMemoryRequest request in Enum.GetValues<RmiMemoryRequest>())
            j.Also(RmiResult.Incomplete(request, canCancel: false));
    }

    /// <summary>OP_MEM_RECLAIM of an operation has answered INCOMPLETE: it has given memory back.</summary>
    public string? Reclaimed(ulong[] x, ulong[] y)
    {
        ModelOperation operation = Operations[x[1]];
        if (y[1] > x[3])
            return $"{y[1]} descriptors in a list that holds {x[3]}";
        List<ulong> words = Words(x[2], y[1]);
        if ((ulong)words.Count != y[1])
            return $"{y[1]} descriptors in a list that ends before";
        foreach (ulong word in words)
        {
            var range = ModelRange.Decode(word, Geometry);
            ulong size = (ulong)range.Count * Geometry.Size(range.Level);
            for (ulong offset = 0; offset < size; offset += Geometry.Granule)
            {
                ulong granule = range.Address + offset;
                if (this[granule] != GranuleState.Internal || !Release(operation, granule))
                    return $"it has given back 0x{granule:X}, which was not its own";
                Origins.Remove(granule, out GranuleState origin);
                this[granule] = origin;
                if (range.IsUndelegated != (origin == GranuleState.Undelegated))
                    return $"0x{granule:X} was {origin} when it was donated; the descriptor says otherwise";
            }
        }
        return Note(operation, y);
    }

    private bool Release(ModelOperation operation, ulong granule)
    {
        if (operation.Held.Remove(granule) || TrackingHeld.Remove(granule) || GptHeld.Remove(granule))
            return true;
        return Recs.Values.Any(rec => rec.Held.Remove(granule)) || Realms.Values.Any(realm => realm.Held.Remove(granule));
    }

    private void Cancel(Judgement j, ulong[] x)
    {
        if (Named(j, x[1]) is not { } operation)
            return;
        if (!operation.Last.CanCancel || operation.HasEnded)
        {
            j.Input("it cannot be cancelled");
            return;
        }
        if (operation.Held.Count > 0)
            j.Also(RmiResult.Incomplete(RmiMemoryRequest.Reclaim, canCancel: false));
        j.Effect = _ =>
        {
            Operations.Remove(operation.Handle);
            return operation.Held.Count == 0 ? null : $"{operation.Held.Count} donated granules have not come back";
        };
    }

    /// <summary>OP_CANCEL of an operation has answered INCOMPLETE.</summary>
    public string? Cancelled(ulong[] x, ulong[] y)
    {
        ModelOperation operation = Operations[x[1]];
        operation.HasEnded = true;
        operation.Effect = end => end[0] == 0 ? null : $"a cancellation that ends with {new RmiResult(end[0])}";
        return Note(operation, y);
    }
}
