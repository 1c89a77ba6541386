using System.Buffers.Binary;
using CcaEmu.Arm;
using CcaEmu.Devices.Gic;
using CcaEmu.Memory;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Devices.Tests.Gic;

/// <summary>A GIC with PEs of the FVP's affinities (clusters of four) and a little memory, driven as software and devices would.</summary>
internal sealed class GicBench : IDeviceMemory
{
    public const ulong RamBase = 0x8000_0000, RamBytes = 0x80_0000;

    private const ulong SgiFrame = 0x1_0000;
    private readonly byte[] _ram = new byte[RamBytes];
    private readonly Port[] _ports;

    public GicBench(int pes = 2, bool boot = true)
    {
        Gic = new GicV3([.. Enumerable.Range(0, pes).Select(pe => (ulong)(pe & 3) << 8 | (ulong)(pe >> 2) << 16)], this);
        _ports = [.. Enumerable.Range(0, pes).Select(_ => new Port())];
        for (int pe = 0; pe < pes; pe++)
            Gic.Connect(pe, _ports[pe]);
        if (boot)
            Boot(pes);
    }

    public GicV3 Gic { get; }

    public static CpuInterfaceView El3 => new(ExceptionLevel.EL3, SecurityState.NonSecure, false, false, false, false);

    public static CpuInterfaceView El3Secure => El3 with { LowerState = SecurityState.Secure };

    public static CpuInterfaceView Secure => new(ExceptionLevel.EL1, SecurityState.Secure, false, false, false, false);

    public static CpuInterfaceView NonSecure => new(ExceptionLevel.EL1, SecurityState.NonSecure, false, false, false, false);

    public static CpuInterfaceView Realm => NonSecure with { LowerState = SecurityState.Realm };

    public GroupSignal Signal(int pe = 0) => _ports[pe].Group;

    public bool VirtualIrq(int pe = 0) => _ports[pe].Irq;

    public bool VirtualFiq(int pe = 0) => _ports[pe].Fiq;

    public ulong Get(R register, CpuInterfaceView view, int pe = 0) => Gic.ReadRegister(pe, register, view, false);

    public void Set(R register, ulong value, CpuInterfaceView view, int pe = 0) => Gic.WriteRegister(pe, register, value, view, false);

    public ulong GetVirtual(R register) => Gic.ReadRegister(0, register, NonSecure, true);

    public void SetVirtual(R register, ulong value) => Gic.WriteRegister(0, register, value, NonSecure, true);

    public uint Distributor(ulong offset, Pas pas = Pas.Secure) => (uint)Gic.DistributorFrame.Read(pas, offset, 4);

    public void SetDistributor(ulong offset, uint value, Pas pas = Pas.Secure) => Gic.DistributorFrame.Write(pas, offset, 4, value);

    public uint Redistributor(ulong offset, int pe = 0, Pas pas = Pas.Secure) => (uint)Gic.RedistributorFrames.Read(pas, (ulong)pe * 0x2_0000 + offset, 4);

    public void SetRedistributor(ulong offset, uint value, int pe = 0, Pas pas = Pas.Secure) =>
        Gic.RedistributorFrames.Write(pas, (ulong)pe * 0x2_0000 + offset, 4, value);

    public void SetRedistributor64(ulong offset, ulong value, int pe = 0) => Gic.RedistributorFrames.Write(Pas.NonSecure, (ulong)pe * 0x2_0000 + offset, 8, value);

    public uint Its(ulong offset) => (uint)Gic.TranslationServiceFrames.Read(offset, 4);

    public ulong Its64(ulong offset) => Gic.TranslationServiceFrames.Read(offset, 8);

    public void SetIts64(ulong offset, ulong value) => Gic.TranslationServiceFrames.Write(offset, 8, value);

    /// <summary>Gives an interrupt a group, a priority, and enables it.</summary>
    public void Arrange(uint id, int group, int priority, int pe = 0, bool edge = false)
    {
        ulong word = id / 32 * 4;
        uint bit = 1u << (int)(id % 32);
        Change(0x080 + word, bit, group == 2);
        Change(0xD00 + word, bit, group == 1);
        if (id >= 16)
            Change(0xC00 + id / 16 * 4, 2u << (int)(2 * (id % 16)), edge);
        if (id < 32)
        {
            Gic.RedistributorFrames.Write(Pas.Secure, (ulong)pe * 0x2_0000 + SgiFrame + 0x400 + id, 1, (ulong)priority);
            SetRedistributor(SgiFrame + 0x100, bit, pe);
        }
        else
        {
            Gic.DistributorFrame.Write(Pas.Secure, 0x400 + id, 1, (ulong)priority);
            SetDistributor(0x100 + word, bit);
        }

        void Change(ulong offset, uint mask, bool on)
        {
            uint old = id < 32 ? Redistributor(SgiFrame + offset, pe) : Distributor(offset);
            uint value = on ? old | mask : old & ~mask;
            if (id < 32)
                SetRedistributor(SgiFrame + offset, value, pe);
            else
                SetDistributor(offset, value);
        }
    }

    public MemoryResult Read(PhysicalAddress address, int sizeBytes, out ulong value)
    {
        value = 0;
        if (!Contains(address))
            return new(default, true);
        ReadOnlySpan<byte> at = _ram.AsSpan((int)(address.Value - RamBase));
        value = sizeBytes == 1 ? at[0] : BinaryPrimitives.ReadUInt64LittleEndian(at);
        return default;
    }

    public MemoryResult Write(PhysicalAddress address, int sizeBytes, ulong value)
    {
        if (!Contains(address))
            return new(default, true);
        Span<byte> at = _ram.AsSpan((int)(address.Value - RamBase));
        if (sizeBytes == 1)
            at[0] = (byte)value;
        else
            BinaryPrimitives.WriteUInt64LittleEndian(at, value);
        return default;
    }

    public void Put(ulong address, ulong value, int sizeBytes = 8) => Write(new(address, Pas.NonSecure), sizeBytes, value);

    public ulong Peek(ulong address) => Read(new(address, Pas.NonSecure), 8, out ulong value).Ok ? value : 0;

    private static bool Contains(PhysicalAddress address) => address.Pas == Pas.NonSecure && address.Value is >= RamBase and < RamBase + RamBytes;

    private void Boot(int pes)
    {
        SetDistributor(0, 0x37);
        for (int pe = 0; pe < pes; pe++)
        {
            SetRedistributor(0x14, 0, pe);
            Set(R.ICC_PMR_EL1, 0xFF, El3, pe);
            Set(R.ICC_IGRPEN0_EL1, 1, El3, pe);
            Set(R.ICC_IGRPEN1_EL3, 3, El3, pe);
        }
    }

    private sealed class Port : ICpuInterfaceOutput
    {
        public GroupSignal Group { get; private set; }

        public bool Irq { get; private set; }

        public bool Fiq { get; private set; }

        public void Signal(GroupSignal signal) => Group = signal;

        public void SignalVirtual(bool irq, bool fiq) => (Irq, Fiq) = (irq, fiq);
    }
}
