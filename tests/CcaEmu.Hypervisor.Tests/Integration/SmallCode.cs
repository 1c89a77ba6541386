using System.Buffers.Binary;
using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Tests.Integration;

/// <summary>Guests of a few instructions, and realms that run them, a thread to each virtual CPU.</summary>
internal static class SmallCode
{
    public const ulong Ram = 0x8000_0000, RamBytes = 0x40_0000, SharedBit = 1UL << 32, Device = 0x1000_0000;
    public const uint Smc = 0xD400_0003, Stay = 0x1400_0000, LoadX0 = 0xF940_0020, BackIfZero = 0xB4FF_FFE0, Back = 0x17FF_FFFF, StoreW0ToX9 = 0xB900_0120;

    /// <summary>movz and movk of 48 bits.</summary>
    public static uint[] Move(int register, ulong value) =>
    [
        0xD280_0000 | (uint)(value & 0xFFFF) << 5 | (uint)register,
        0xF2A0_0000 | (uint)(value >> 16 & 0xFFFF) << 5 | (uint)register,
        0xF2C0_0000 | (uint)(value >> 32 & 0xFFFF) << 5 | (uint)register,
    ];

    /// <summary>Counts X10 down from a number.</summary>
    public static uint[] Delay(ulong turns) => [.. Move(10, turns + 1), 0xF100_054A, 0x54FF_FFE1];

    public static uint[] Call(ulong function, ulong x1 = 0, ulong x2 = 0) => [.. Move(0, function), .. Move(1, x1), .. Move(2, x2), Smc];

    public static uint[] SystemOff => Call(0x8400_0008);

    /// <summary>Shows W0 to the VMM.</summary>
    public static uint[] Report => [.. Move(9, Device | SharedBit), StoreW0ToX9];

    /// <summary>A realm with code for each virtual CPU at a page of its own; those without code are off.</summary>
    public static async Script<(VirtualMachine Vm, List<VirtualCpu> Cpus, UserMemory Shared, GuestMemfd Memfd)> Make(
        VmmProcess process, IReadOnlyList<uint[]> code, int running)
    {
        VirtualMachine vm = process.Kvm.CreateVm(VmType.Realm | VmType.IpaSize(33)).Value;
        UserMemory shared = process.Map(RamBytes).Value;
        GuestMemfd memfd = vm.CreateGuestMemfd(RamBytes).Value;
        Check(await vm.SetUserMemoryRegion2(new UserMemoryRegion
        {
            Slot = 0,
            Flags = UserMemoryRegion.HasGuestMemfd,
            GuestPhysAddr = Ram,
            MemorySize = RamBytes,
            UserspaceMemory = shared,
            GuestMemfd = memfd,
        }));
        Check(await vm.SetMemoryAttributes(new MemoryAttributes(Ram, RamBytes, MemoryAttributes.Private)));
        List<VirtualCpu> cpus = [];
        for (int i = 0; i < code.Count; i++)
        {
            VirtualCpu cpu = vm.CreateVcpu(i).Value;
            Check(cpu.Init(VcpuFeatures.Psci02 | (i < running ? VcpuFeatures.None : VcpuFeatures.PowerOff)));
            Check(cpu.SetOneReg(OneReg.Pc, EntryOf(i)));
            cpus.Add(cpu);
        }
        Check(vm.CreateVgicV3(0x2F00_0000, 0x2F10_0000));
        UserMemory image = process.Map((ulong)code.Count * process.PageSize).Value;
        for (int i = 0; i < code.Count; i++)
        {
            byte[] bytes = new byte[code[i].Length * 4];
            for (int word = 0; word < code[i].Length; word++)
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(word * 4), code[i][word]);
            Check(image.Write((ulong)i * process.PageSize, bytes));
        }
        Check(await vm.ArmRmiPopulate(new RmiPopulate { Base = Ram, Size = image.SizeBytes, Source = image, Flags = RmiPopulate.Measure }));
        return (vm, cpus, shared, memfd);
    }

    public static ulong EntryOf(int cpu) => Ram + (ulong)cpu * 0x1000;

    public static void Check(HostResult result) => Assert.That(result.IsOk, Is.True, result.Message);
}
