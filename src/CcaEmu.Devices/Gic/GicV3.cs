using CcaEmu.Arm.Registers;
using CcaEmu.Memory;

namespace CcaEmu.Devices.Gic;

/// <summary>A GICv3: distributor, redistributors and CPU interfaces of one to eight PEs, and an ITS.</summary>
/// <remarks>
/// <para>Arm GIC architecture (IHI 0069), with two security states, affinity routing always on, LPIs, no legacy operation. It does nothing by
/// itself: everything follows at once from a register access or from a line that a device drives, so that runs are alike.</para>
/// <para>A board puts the three frames into its memory map, plugs <see cref="ReadRegister"/> and <see cref="WriteRegister"/> into its PEs
/// and gives <see cref="Connect"/> who takes the signals.</para>
/// </remarks>
public sealed class GicV3
{
    private readonly ulong[] _affinities;
    private readonly CpuInterface[] _interfaces;
    private readonly VirtualCpuInterface[] _virtual;

    /// <summary>Makes a GIC in its reset state.</summary>
    /// <param name="affinities">Affinity of each PE, laid out as in MPIDR_EL1: Aff3 in bits 39:32, Aff2 to Aff0 in bits 23:0.</param>
    /// <param name="memory">Where LPI tables, ITS tables and the command queue are.</param>
    /// <exception cref="ArgumentException">No PE, or more than 127.</exception>
    public GicV3(IReadOnlyList<ulong> affinities, IDeviceMemory memory)
        : this(affinities, memory, isForGuest: false)
    {
    }

    private GicV3(IReadOnlyList<ulong> affinities, IDeviceMemory memory, bool isForGuest)
    {
        if (affinities.Count is 0 or > sbyte.MaxValue)
            throw new ArgumentException($"a GIC serves 1 to {sbyte.MaxValue} PEs, not {affinities.Count}", nameof(affinities));
        Memory = memory;
        IsForGuest = isForGuest;
        _affinities = [.. affinities];
        Distributor = new Distributor(this);
        Redistributors = [.. _affinities.Select((affinity, pe) => new Redistributor(this, pe, affinity, pe == _affinities.Length - 1))];
        _interfaces = [.. _affinities.Select((_, pe) => new CpuInterface(this, pe))];
        _virtual = [.. _affinities.Select((_, pe) => new VirtualCpuInterface(this, pe))];
        Its = new InterruptTranslationService(this);
        RedistributorFrames = new RedistributorFrames(this);
        Reset();
    }

    /// <summary>
    /// The GIC that a hypervisor shows to a guest: a single security state, PEs awake, no LPIs. A <see cref="ListRegisterFeed"/> to each virtual CPU
    /// takes the place of the CPU interface, which the hardware is.
    /// </summary>
    /// <param name="affinities">Affinity of each virtual CPU, laid out as in MPIDR_EL1.</param>
    /// <exception cref="ArgumentException">No virtual CPU, or more than 127.</exception>
    public static GicV3 ForGuest(IReadOnlyList<ulong> affinities) => new(affinities, new NoDeviceMemory(), isForGuest: true);

    /// <summary>Size of the distributor's frame in bytes.</summary>
    public const ulong DistributorBytes = Distributor.FrameBytes;

    /// <summary>Size of the ITS's two frames in bytes.</summary>
    public const ulong TranslationServiceBytes = InterruptTranslationService.FrameBytes;

    /// <summary>The distributor's frame.</summary>
    public IPasAwareDevice DistributorFrame => Distributor;

    /// <summary>The frames of all redistributors in a row, <see cref="RedistributorBytes"/> together.</summary>
    public IPasAwareDevice RedistributorFrames { get; }

    /// <summary>Size of the redistributors' frames in bytes.</summary>
    public ulong RedistributorBytes => (ulong)_affinities.Length * Redistributor.Stride;

    /// <summary>The ITS's frames: control, then translation.</summary>
    public IMmioDevice TranslationServiceFrames => Its;

    internal Distributor Distributor { get; }

    internal Redistributor[] Redistributors { get; }

    internal InterruptTranslationService Its { get; }

    internal IDeviceMemory Memory { get; }

    internal bool IsForGuest { get; }

    /// <summary>Told the number of a PE whose WakeRequest rises: its interface is asleep, and an interrupt waits for it.</summary>
    public Action<int>? WakeRequested { get; set; }

    /// <summary>Whether a PE's WakeRequest is asserted.</summary>
    /// <param name="pe">PE number.</param>
    public bool IsWakeRequested(int pe) => Redistributors[pe].IsWakeRequested;

    /// <summary>Says who takes the signals of a PE's CPU interface.</summary>
    /// <param name="pe">PE number.</param>
    /// <param name="output">Who.</param>
    public void Connect(int pe, ICpuInterfaceOutput output)
    {
        _interfaces[pe].Output = output;
        _virtual[pe].Output = output;
    }

    /// <summary>Puts everything but the lines that devices drive into the reset state.</summary>
    public void Reset()
    {
        Distributor.Reset();
        Its.Reset();
        for (int pe = 0; pe < _affinities.Length; pe++)
        {
            Redistributors[pe].Reset();
            ResetCpuInterface(pe);
        }
        Update();
    }

    /// <summary>Puts the CPU interface of a PE into its reset state; the redistributor keeps its own.</summary>
    /// <param name="pe">PE number.</param>
    public void ResetCpuInterface(int pe)
    {
        _interfaces[pe].Reset();
        _virtual[pe].Reset();
    }

    /// <summary>Drives the line of a shared peripheral interrupt.</summary>
    /// <param name="id">INTID, 32 and up; one that is not implemented goes nowhere.</param>
    /// <param name="asserted">The level.</param>
    public void SetSpiLine(uint id, bool asserted)
    {
        if (id is < InterruptId.FirstSpi or >= GicConfiguration.SpiEnd)
            return;
        Distributor.BlockOf(id).SetLine((int)(id % 32), asserted);
        Update();
    }

    /// <summary>Drives the line of a private peripheral interrupt.</summary>
    /// <param name="pe">PE number.</param>
    /// <param name="id">INTID, 16 to 31.</param>
    /// <param name="asserted">The level.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such PPI: the caller's misuse.</exception>
    public void SetPpiLine(int pe, uint id, bool asserted)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(id, InterruptId.FirstPpi);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, InterruptId.FirstSpi);
        InterruptBlock block = Redistributors[pe].Block;
        if ((block.Line >> (int)id & 1) != 0 == asserted)
            return;
        block.SetLine((int)id, asserted);
        Update(pe);
    }

    /// <summary>Sends a message signalled interrupt, as a write to GITS_TRANSLATER does.</summary>
    /// <param name="deviceId">DeviceID of the sender.</param>
    /// <param name="eventId">EventID.</param>
    /// <remarks>One that the ITS's tables do not map is dropped.</remarks>
    public void SendMessage(uint deviceId, uint eventId) => Its.Translate(deviceId, eventId);

    /// <summary>Reads a register of a PE's CPU interface.</summary>
    /// <param name="pe">PE number.</param>
    /// <param name="register">ICC_SRE_EL1 to ICH_LR15_EL2.</param>
    /// <param name="view">From where.</param>
    /// <param name="isVirtual">Whether an ICC_* name means the ICV_* register.</param>
    public ulong ReadRegister(int pe, SystemRegister register, in CpuInterfaceView view, bool isVirtual)
    {
        if (register >= SystemRegister.ICH_HCR_EL2)
            return _virtual[pe].ReadControl(register);
        return isVirtual ? _virtual[pe].Read(register) : _interfaces[pe].Read(register, view);
    }

    /// <summary>Reads ICH_LR0_EL2 and up of a PE's virtual CPU interface.</summary>
    /// <param name="pe">PE number.</param>
    /// <param name="values">Takes the first so many; 16 at most.</param>
    public void ReadListRegisters(int pe, Span<ulong> values) => _virtual[pe].ReadListRegisters(values);

    /// <summary>Writes a register of a PE's CPU interface.</summary>
    /// <param name="pe">PE number.</param>
    /// <param name="register">ICC_SRE_EL1 to ICH_LR15_EL2; read-only ones ignore it.</param>
    /// <param name="value">The value.</param>
    /// <param name="view">From where.</param>
    /// <param name="isVirtual">Whether an ICC_* name means the ICV_* register.</param>
    public void WriteRegister(int pe, SystemRegister register, ulong value, in CpuInterfaceView view, bool isVirtual)
    {
        if (register >= SystemRegister.ICH_HCR_EL2)
            _virtual[pe].WriteControl(register, value);
        else if (isVirtual)
            _virtual[pe].Write(register, value);
        else
            _interfaces[pe].Write(register, value, view);
    }

    /// <summary>The PE with an affinity, or -1.</summary>
    internal int FindByAffinity(ulong affinity) => Array.IndexOf(_affinities, affinity);

    /// <summary>Offers each PE the best interrupt there is for it now.</summary>
    internal void Update()
    {
        for (int pe = 0; pe < _affinities.Length; pe++)
            Update(pe);
    }

    /// <summary>Offers a PE the best interrupt there is for it now.</summary>
    internal void Update(int pe) => _interfaces[pe].Offer(Redistributors[pe].Highest(Distributor.HighestFor(pe)));

    /// <summary>Whether a number is one of an interrupt that is implemented.</summary>
    internal bool Exists(uint id) => id < GicConfiguration.SpiEnd || id is >= InterruptId.FirstLpi and < GicConfiguration.LpiEnd;

    /// <summary>The group of an SGI, PPI or SPI.</summary>
    internal InterruptGroup GroupOf(int pe, uint id) => BlockAt(pe, id).GroupOf((int)(id % 32), Distributor.SingleState);

    /// <summary>A PE takes an interrupt: it is active now; an LPI is merely not pending any more.</summary>
    internal void Acknowledge(int pe, uint id)
    {
        if (InterruptId.IsLpi(id))
            Redistributors[pe].Lpis.SetPending(id, false);
        else
            BlockAt(pe, id).Acknowledge((int)(id % 32));
        Update(pe);
    }

    /// <summary>An interrupt is not active any more; an LPI never was.</summary>
    internal void Deactivate(int pe, uint id)
    {
        if (InterruptId.IsLpi(id) || !Exists(id))
            return;
        BlockAt(pe, id).Active &= ~(1u << (int)(id % 32));
        Update();
    }

    /// <summary>Makes an SGI pending at the PEs that it is for and that let it through.</summary>
    internal void Generate(int from, in SgiRequest request)
    {
        for (int pe = 0; pe < _affinities.Length; pe++)
        {
            if (request.ToAllOthers ? pe == from : !request.IsFor(_affinities[pe]))
                continue;
            InterruptBlock block = Redistributors[pe].Block;
            InterruptGroup group = block.GroupOf(request.Id, Distributor.SingleState);
            if (!request.IsAllowed(group, (int)(block.NonSecureAccess >> (2 * request.Id) & 3), Distributor.SingleState))
                continue;
            block.Latch |= 1u << request.Id;
            Update(pe);
        }
    }

    /// <summary>The block of an SGI, PPI or SPI.</summary>
    internal InterruptBlock BlockAt(int pe, uint id) => id < InterruptId.FirstSpi ? Redistributors[pe].Block : Distributor.BlockOf(id);
}
