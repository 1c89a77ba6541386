using System.Buffers.Binary;
using CcaEmu.Arm.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Tests.Fakes;

internal sealed partial class FakeRmm
{
    private readonly Dictionary<ulong, (ulong Mpidr, bool Runnable)> _recs = [];
    private RealmState? _state;
    private ulong _rd, _rootPa;
    private int _ipaBits, _rootGranules;
    private FakeRtt _root = new(0, 0, 0, 0);

    /// <summary>The last REC's X0 to X7 and PC, as REC_CREATE was told.</summary>
    public byte[] RecParameters { get; private set; } = [];

    public byte[] RealmParameters { get; private set; } = [];

    public ulong Root => _rootPa;

    /// <summary>A PSCI call waits for PSCI_COMPLETE.</summary>
    public bool PsciPending { get; set; }

    /// <summary>What the guest wants RIPAS to be.</summary>
    public Ripas RequestedRipas { get; set; }

    private SmcCall RealmCreate(ulong rd, ulong parameters)
    {
        RealmParameters = ReadPage(parameters);
        _rootPa = BinaryPrimitives.ReadUInt64LittleEndian(RealmParameters.AsSpan(RmiRealmParamsLayout.RttBase));
        _rootGranules = BinaryPrimitives.ReadInt32LittleEndian(RealmParameters.AsSpan(RmiRealmParamsLayout.RttNumStart));
        int level = (int)BinaryPrimitives.ReadInt64LittleEndian(RealmParameters.AsSpan(RmiRealmParamsLayout.RttLevelStart));
        _ipaBits = RealmParameters[RmiRealmParamsLayout.S2sz];
        Assert.That(_rootPa % ((ulong)_rootGranules * Page), Is.Zero);
        if (!Take(rd, GranuleState.Rd))
            return Reply(RmiStatus.ErrorInput);
        for (int i = 0; i < _rootGranules; i++)
            Assert.That(Take(_rootPa + (ulong)i * Page, GranuleState.Rtt), Is.True);
        int entries = (int)Math.Min(512UL * (ulong)_rootGranules, (1UL << _ipaBits) / FakeRtt.BytesAt(level));
        (_rd, _state, _root) = (rd, RealmState.New, new FakeRtt(level, 0, _rootPa, entries));
        return Reply(RmiStatus.Success);
    }

    private SmcCall RealmActivate(ulong rd)
    {
        if (rd != _rd || _state != RealmState.New)
            return Reply(RmiStatus.ErrorRealm);
        _state = RealmState.Active;
        return Reply(RmiStatus.Success);
    }

    private SmcCall RealmTerminate(ulong rd)
    {
        if (rd != _rd)
            return Reply(RmiStatus.ErrorInput);
        _state = RealmState.Zombie;
        return Reply(RmiStatus.Success);
    }

    private SmcCall RealmDestroy(ulong rd)
    {
        if (rd != _rd || _state != RealmState.Zombie || _recs.Count > 0 || _root.IsLive)
            return Reply(RmiStatus.ErrorRealm);
        Give(rd);
        for (int i = 0; i < _rootGranules; i++)
            Give(_rootPa + (ulong)i * Page);
        _state = null;
        return Reply(RmiStatus.Success);
    }

    private SmcCall RecCreate(ulong rd, ulong rec, ulong parameters)
    {
        if (rd != _rd || _state != RealmState.New)
            return Reply(RmiStatus.ErrorRealm);
        RecParameters = ReadPage(parameters);
        ulong mpidr = BinaryPrimitives.ReadUInt64LittleEndian(RecParameters.AsSpan(RmiRecParamsLayout.Mpidr));
        bool runnable = (RecParameters[0] & 1) != 0;
        if (!Take(rec, GranuleState.Rec))
            return Reply(RmiStatus.ErrorInput);
        SmcCall Finish()
        {
            _recs.Add(rec, (mpidr, runnable));
            return Reply(RmiStatus.Success);
        }
        return RecDonation > 0 ? BeginDonation(rec, Finish) : Finish();
    }

    private SmcCall RecDestroy(ulong rec)
    {
        if (!_recs.ContainsKey(rec))
            return Reply(RmiStatus.ErrorInput);
        SmcCall Finish()
        {
            _recs.Remove(rec);
            Give(rec);
            return Reply(RmiStatus.Success);
        }
        return _donated.Count > 0 ? BeginReclaim(Finish) : Finish();
    }

    private SmcCall RecEnter(ulong rec, ulong run)
    {
        if (!_recs.TryGetValue(rec, out (ulong Mpidr, bool Runnable) state))
            return Reply(RmiStatus.ErrorInput);
        if (_state != RealmState.Active)
            return Reply(RmiStatus.ErrorRealm);
        if (!state.Runnable || PsciPending)
            return Reply(RmiStatus.ErrorRec);
        byte[] page = ReadPage(run);
        var exit = new FakeExit(page, state.Mpidr);
        Action<FakeExit> guest = Guest.Count > 0 ? Guest.Dequeue() : last => last.Psci(0x8400_0008);
        guest(exit);
        WritePage(run, page);
        return Reply(exit.Status);
    }

    private SmcCall PsciComplete(ulong caller, ulong target)
    {
        if (!PsciPending || caller == target || !_recs.ContainsKey(caller) || !_recs.TryGetValue(target, out var state))
            return Reply(RmiStatus.ErrorInput);
        PsciPending = false;
        _recs[target] = (state.Mpidr, true);
        return Reply(RmiStatus.Success);
    }
}
