using CcaEmu.Arm;
using CcaEmu.Memory;

namespace CcaEmu.Devices.Power;

/// <summary>The power controller of Arm's Base FVP: which PEs and clusters have power, and why a PE came up.</summary>
/// <remarks>
/// <para>Fixed Virtual Platforms Reference Guide, "Base - power controller"; as Trusted Firmware-A uses it. A register is written with an
/// affinity. PPOFFR takes a PE's power, and PCOFFR its cluster's, when the PE next waits for an interrupt; PPONR gives it; PWKUPR lets the GIC's
/// wake request give it; PSYSR, once written, shows the state of that PE.</para>
/// <para>It is Secure's and Root's: for others it reads as zero and ignores writes.</para>
/// </remarks>
public sealed class PowerController : IPasAwareDevice, IResettableDevice
{
    /// <summary>Size of the register window in bytes.</summary>
    public const ulong WindowBytes = 0x1_0000;

    private const ulong PPOFFR = 0x00, PPONR = 0x04, PCOFFR = 0x08, PWKUPR = 0x0C, PSYSR = 0x10;
    private const uint AffinityMask = 0x00FF_FFFF, ClusterMask = 0x00FF_0000;
    private const uint L2 = 1u << 31, L1 = 1u << 30, L0 = 1u << 29, WEN = 1u << 28, PC = 1u << 27, PP = 1u << 26;
    private const int WK = 24;
    private const uint WakeCold = 0, WakeReset = 1, WakePponr = 2, WakeGicRequest = 3;
    private const uint Invalid = 0xFFFF_FFFF;
    private const uint WakeEnable = 1u << 31;

    private readonly IPowerSupply _supply;
    private readonly uint[] _pending;
    private readonly uint[] _reason;
    private uint _selected = Invalid;

    /// <summary>A controller after power-on.</summary>
    /// <param name="supply">The PEs.</param>
    public PowerController(IPowerSupply supply)
    {
        _supply = supply;
        _pending = new uint[supply.Affinities.Count]; // PP, PC and WEN of each PE
        _reason = new uint[supply.Affinities.Count];
        Array.Fill(_reason, WakeCold);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Array.Clear(_pending);
        Array.Fill(_reason, WakeCold);
        _selected = Invalid;
    }

    /// <summary>The reset was one of a board that had power: PEs that come up find that as their reason, and not a power-on.</summary>
    public void OnBoardReset() => Array.Fill(_reason, WakeReset);

    /// <summary>A PE waits for an interrupt: what was asked for by PPOFFR or PCOFFR happens now.</summary>
    /// <param name="pe">Its number.</param>
    /// <returns>True where its power is to be taken.</returns>
    public bool TakesPower(int pe)
    {
        if ((_pending[pe] & PP) == 0)
            return false;
        // PC stays for as long as the cluster is off: it is what the cluster's state is made of.
        _pending[pe] &= ~PP;
        return true;
    }

    /// <summary>The GIC asks for a PE.</summary>
    /// <param name="pe">Its number.</param>
    public void OnWakeRequest(int pe)
    {
        if ((_pending[pe] & WEN) != 0 && !_supply.IsOn(pe))
            TurnOn(pe, WakeGicRequest);
    }

    /// <inheritdoc/>
    public ulong Read(Pas pas, ulong offset, int sizeBytes) =>
        pas is Pas.Secure or Pas.Root && (offset & ~3UL) == PSYSR ? RegisterBytes.Part(Status, offset, sizeBytes) : 0;

    /// <inheritdoc/>
    public void Write(Pas pas, ulong offset, int sizeBytes, ulong value)
    {
        if (pas is not (Pas.Secure or Pas.Root) || sizeBytes < 4)
            return;
        if (offset == PSYSR)
            _selected = (uint)value & AffinityMask;
        else if (Find((uint)value & AffinityMask) is >= 0 and int pe)
            Command(offset, pe, (uint)value);
    }

    private uint Status
    {
        get
        {
            if (Find(_selected) is not (>= 0 and int pe))
                return Invalid;
            uint power = _supply.IsOn(pe) ? L0 : 0;
            return _selected | L2 | (IsClusterOn(_selected) ? L1 : 0) | power | _pending[pe] | _reason[pe] << WK;
        }
    }

    private void Command(ulong offset, int pe, uint value)
    {
        switch (offset)
        {
            case PPOFFR when _supply.IsOn(pe): _pending[pe] |= PP; break;
            case PCOFFR when _supply.IsOn(pe): _pending[pe] |= PP | PC; break;
            case PPONR when !_supply.IsOn(pe): TurnOn(pe, WakePponr); break;
            case PWKUPR:
                _pending[pe] = (value & WakeEnable) != 0 ? _pending[pe] | WEN : _pending[pe] & ~WEN;
                if (_supply.IsWakeRequested(pe))
                    OnWakeRequest(pe);
                break;
        }
    }

    private void TurnOn(int pe, uint reason)
    {
        for (int other = 0; other < _pending.Length; other++)
            _pending[other] &= IsSameCluster(_supply.Affinities[other], _supply.Affinities[pe]) ? ~PC : ~0u;
        _pending[pe] &= ~PP;
        _reason[pe] = reason;
        _supply.TurnOn(pe);
    }

    // A cluster is off when all its PEs are and one of them asked for it.
    private bool IsClusterOn(uint affinity)
    {
        bool asked = false;
        for (int pe = 0; pe < _pending.Length; pe++)
        {
            if (!IsSameCluster(_supply.Affinities[pe], affinity))
                continue;
            if (_supply.IsOn(pe))
                return true;
            asked |= (_pending[pe] & PC) != 0;
        }
        return !asked;
    }

    private static bool IsSameCluster(uint one, uint other) => ((one ^ other) & ClusterMask) == 0;

    private int Find(uint affinity)
    {
        for (int pe = 0; pe < _supply.Affinities.Count; pe++)
        {
            if (_supply.Affinities[pe] == affinity)
                return pe;
        }
        return -1;
    }
}
