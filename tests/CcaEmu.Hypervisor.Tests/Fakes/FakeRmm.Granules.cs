using System.Buffers.Binary;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Tests.Fakes;

internal sealed partial class FakeRmm
{
    private const ulong Page = 0x1000;
    private const ulong Handle = 0x77;

    private readonly Dictionary<ulong, GranuleState> _granules = [];
    private readonly List<ulong> _donated = [];
    private Func<SmcCall>? _finish;
    private RmiMemoryRequest _asks;
    private int _stillWanted;
    private ulong _unfinished;

    /// <summary>Pages that REC_CREATE asks for, and REC_DESTROY gives back.</summary>
    public int RecDonation { get; set; }

    /// <summary>Whether they must be one run.</summary>
    public bool RecDonationIsContiguous { get; set; }

    /// <summary>Most entries that one donation takes, and one reclaim gives.</summary>
    public int EntriesPerTransfer { get; set; } = int.MaxValue;

    /// <summary>Whether the operation can be cancelled.</summary>
    public bool CanCancel { get; set; }

    /// <summary>Granules that are not the host's.</summary>
    public IReadOnlyDictionary<ulong, GranuleState> Granules => _granules;

    private GranuleState StateOf(ulong granule) => _granules.GetValueOrDefault(granule, GranuleState.Undelegated);

    private bool Take(ulong granule, GranuleState use)
    {
        if (StateOf(granule) != GranuleState.Delegated)
            return false;
        _granules[granule] = use;
        LastUse[granule] = use;
        return true;
    }

    /// <summary>What each granule was last that ever was more than delegated.</summary>
    public Dictionary<ulong, GranuleState> LastUse { get; } = [];

    private void Give(ulong granule) => _granules[granule] = GranuleState.Delegated;

    private SmcCall DelegateRange(ulong start, ulong end)
    {
        ulong next = start;
        for (; next < end && StateOf(next) == GranuleState.Undelegated && !Undelegable.Contains(next); next += Page)
        {
            if (StopsEarly && next > start)
                break;
            _granules[next] = GranuleState.Delegated;
        }
        return next > start ? Reply(RmiStatus.Success, next) : Reply(RmiStatus.ErrorInput, 0xDEAD);
    }

    private SmcCall UndelegateRange(ulong start, ulong end)
    {
        ulong next = start;
        for (; next < end && StateOf(next) == GranuleState.Delegated && !Kept.Contains(next); next += Page)
        {
            if (StopsEarly && next > start)
                break;
            _granules.Remove(next);
        }
        return next > start ? Reply(RmiStatus.Success, next) : Reply(RmiStatus.ErrorInput, 0xDEAD);
    }

    private SmcCall BeginDonation(ulong rec, Func<SmcCall> finish)
    {
        _unfinished = rec;
        (_finish, _asks, _stillWanted) = (finish, RmiMemoryRequest.Donate, RecDonation);
        return Incomplete();
    }

    private SmcCall BeginReclaim(Func<SmcCall> finish)
    {
        (_finish, _asks) = (finish, RmiMemoryRequest.Reclaim);
        return Incomplete();
    }

    private SmcCall Incomplete(ulong? x1 = null) => Reply(RmiResult.Incomplete(_asks, CanCancel), x1 ?? Handle,
        _asks == RmiMemoryRequest.Donate ? new DonationRequirements(3, _stillWanted, RecDonationIsContiguous, false).Encode() : 0);

    private SmcCall OpContinue(ulong handle)
    {
        if (handle != Handle || _finish is null)
            return Reply(RmiStatus.ErrorInput);
        if (_asks != RmiMemoryRequest.None)
            return Incomplete(0);
        Func<SmcCall> finish = _finish;
        _finish = null;
        return finish();
    }

    private SmcCall OpCancel(ulong handle)
    {
        if (handle != Handle || _finish is null || !CanCancel)
            return Reply(RmiStatus.ErrorInput);
        _finish = () =>
        {
            Give(_unfinished);
            return Reply(RmiStatus.ErrorRec);
        };
        _asks = _donated.Count > 0 ? RmiMemoryRequest.Reclaim : RmiMemoryRequest.None;
        return Incomplete(0);
    }

    private SmcCall OpMemDonate(ulong handle, ulong list, ulong count)
    {
        if (handle != Handle || _asks != RmiMemoryRequest.Donate)
            return Reply(RmiStatus.ErrorInput);
        byte[] page = ReadPage(list & ~0xFFFUL);
        ulong taken = 0;
        ulong granules = 0;
        for (; taken < count && taken < (ulong)EntriesPerTransfer && _stillWanted > 0; taken++)
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(page.AsSpan((int)(list & 0xFFF) + (int)taken * 8));
            AddressRangeDescriptor.TryDecode(word, TranslationGranule.Size4K, out AddressRangeDescriptor entry);
            for (int i = 0; i < entry.Count; i++)
            {
                Assert.That(Take(entry.Address + (ulong)i * Page, GranuleState.Internal), Is.True, "a donated granule is not DELEGATED");
                _donated.Add(entry.Address + (ulong)i * Page);
            }
            _stillWanted -= entry.Count;
            granules += (ulong)entry.Count;
        }
        _asks = _stillWanted > 0 ? RmiMemoryRequest.Donate : RmiMemoryRequest.None;
        return Incomplete(granules);
    }

    private SmcCall OpMemReclaim(ulong handle, ulong list, ulong capacity)
    {
        if (handle != Handle || _asks != RmiMemoryRequest.Reclaim)
            return Reply(RmiStatus.ErrorInput);
        byte[] page = ReadPage(list & ~0xFFFUL);
        int given = (int)Math.Min(Math.Min(capacity, (ulong)EntriesPerTransfer), (ulong)_donated.Count);
        for (int i = 0; i < given; i++)
        {
            Give(_donated[i]);
            ulong word = new AddressRangeDescriptor(_donated[i], 3, 1).Encode(TranslationGranule.Size4K);
            BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan((int)(list & 0xFFF) + i * 8), word);
        }
        _donated.RemoveRange(0, given);
        WritePage(list & ~0xFFFUL, page);
        _asks = _donated.Count > 0 ? RmiMemoryRequest.Reclaim : RmiMemoryRequest.None;
        return Incomplete((ulong)given);
    }
}
