using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu.Instructions;

namespace CcaEmu.Cpu.Tests.Instructions;

/// <summary>Memory copy and set in the system: who may use them, where their exception goes, interruption, devices, code.</summary>
internal sealed class MemoryOperationSystemTests
{
    private static readonly PeFeatures Features = new([Feature.FEAT_MOPS, Feature.FEAT_HCX, Feature.FEAT_LSE]);

    private const ulong To = TestPe.Data, From = TestPe.Data + 0x8_0000;

    [Test]
    public void Prologue_main_and_epilogue_copy_any_number_of_bytes_either_way([Values(0, 1, 63, 64, 65, 127, 4096, 70_000)] int size, [Values(0, -40, 40)] int distance)
    {
        using var machine = new TestPe(Features);
        machine.MapEl3();
        byte[] data = new byte[size + 200];
        new Random(size).NextBytes(data);
        ulong from = distance == 0 ? From : To + (ulong)distance;
        byte[] expected = new byte[data.Length];
        machine.Pe.Physical.Write(new(from, Pas.Root), data);
        (machine.Pe.X(0), machine.Pe.X(1), machine.Pe.X(2)) = (To, from, (ulong)size);
        RunAll(machine, A64Op.CPYP, A64Op.CPYM, A64Op.CPYE);
        machine.Pe.Physical.Read(new(To, Pas.Root), expected);
        Assert.That(expected.AsSpan(0, size).SequenceEqual(data.AsSpan(0, size)));
        Assert.That((machine.Pe.X(2), machine.Pe.Nzcv), Is.EqualTo((0UL, 0)));
    }

    [Test]
    public void A_long_set_stops_on_its_way_with_what_is_left_in_its_registers()
    {
        using var machine = new TestPe(Features);
        machine.MapEl3();
        const int size = 300_000;
        machine.Put(TestPe.Code, Words(A64Op.SETP, A64Op.SETM, A64Op.SETE));
        (machine.Pe.X(0), machine.Pe.X(1), machine.Pe.X(2)) = (To, 0x1A5, size);
        machine.Pe.PC = TestPe.Code;
        machine.Pe.Run(1, exact: true);
        machine.Pe.Run(1, exact: true);
        Assert.That(machine.Pe.PC, Is.EqualTo(TestPe.Code + 4), "SETM is not done");
        Assert.That(machine.Pe.X(2), Is.EqualTo(unchecked(0 - (ulong)(size - 64) + MemoryOperation.BytesAtATime)));
        Assert.That(machine.Pe.RetiredInstructions, Is.EqualTo(1));
        ulong cycles = machine.Pe.ModelledCycles;
        for (int i = 0; i < 20 && machine.Pe.PC != TestPe.Code + 12; i++)
            machine.Pe.Run(1, exact: true);
        Assert.That((machine.Pe.PC, machine.Pe.RetiredInstructions), Is.EqualTo((TestPe.Code + 12, 3UL)));
        Assert.That(machine.Pe.ModelledCycles - cycles, Is.GreaterThan(10_000), "the work takes time");
        byte[] bytes = new byte[size + 1];
        machine.Pe.Physical.Read(new(To, Pas.Root), bytes);
        Assert.That(bytes.AsSpan(0, size).IndexOfAnyExcept((byte)0xA5), Is.EqualTo(-1));
        Assert.That(bytes[size], Is.Zero);
    }

    [Test]
    public void HCRX_EL2_MSCEn_opens_them_to_EL1_and_SCTLR_EL1_MSCEn_to_EL0(
        [Values] bool hcrx, [Values] bool sctlr, [Values] bool hxen, [Values(ExceptionLevel.EL0, ExceptionLevel.EL1, ExceptionLevel.EL2)] ExceptionLevel level)
    {
        using var machine = new TestPe(Features);
        machine.Pe[SystemRegister.SCR_EL3] |= hxen ? SCR_EL3.HXEn : 0;
        machine.Pe[SystemRegister.HCRX_EL2] = hcrx ? HCRX_EL2.MSCEn : 0;
        machine.Pe[SystemRegister.SCTLR_EL1] |= sctlr ? SCTLR_ELx.MSCEn : 0;
        machine.At(level).Run(Words(A64Op.SETP)[0]);
        bool open = level == ExceptionLevel.EL2 || (hcrx && hxen && (level == ExceptionLevel.EL1 || sctlr));
        Assert.That(machine.Exceptions.Count, Is.EqualTo(open ? 0 : 1));
        if (!open)
            Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
    }

    [Test]
    public void MCE2_takes_the_exception_of_EL1_to_EL2([Values] bool mce2)
    {
        using var machine = new TestPe(Features);
        machine.Pe[SystemRegister.SCR_EL3] |= SCR_EL3.HXEn;
        machine.Pe[SystemRegister.HCRX_EL2] = HCRX_EL2.MSCEn | (mce2 ? HCRX_EL2.MCE2 : 0);
        machine.At(ExceptionLevel.EL1);
        machine.Pe.X(2) = unchecked((ulong)-100L);
        machine.Run(A64.Word(A64Op.CPYE, ('d', 0), ('s', 1), ('n', 2), ('O', 9)));
        Assert.That((machine.Esr.EC, machine.Last.Target), Is.EqualTo((ExceptionClass.MemoryOperation, mce2 ? ExceptionLevel.EL2 : ExceptionLevel.EL1)));
        Assert.That(machine.Esr.ISS, Is.EqualTo(9u << 19 | 1 << 18 | 1 << 16 | 0 << 10 | 1 << 5 | 2));
    }

    [Test]
    public void Devices_are_accessed_byte_by_byte()
    {
        using var machine = new TestPe(Features);
        var device = new RecordingDevice();
        machine.Memory.AddDevice(0x1C09_0000, 0x1000, device);
        (machine.Pe.X(0), machine.Pe.X(1), machine.Pe.X(2)) = (0x1C09_0000, 0x42, 3);
        RunAll(machine, A64Op.SETP, A64Op.SETM, A64Op.SETE);
        Assert.That(device.Log, Is.EqualTo(new[] { "W 0 1 42", "W 1 1 42", "W 2 1 42" }));
        device.Log.Clear();
        (machine.Pe.X(0), machine.Pe.X(1), machine.Pe.X(2)) = (To, 0x1C09_0010, 2);
        RunAll(machine, A64Op.CPYFP, A64Op.CPYFM, A64Op.CPYFE);
        Assert.That(device.Log, Is.EqualTo(new[] { "R 10 1", "R 11 1" }));
        Assert.That(machine.Get64(To) & 0xFFFF, Is.EqualTo(0x1110));
    }

    [Test]
    public void Code_that_is_copied_over_is_decoded_again()
    {
        using var machine = new TestPe(Features);
        machine.MapEl3();
        ulong code = To + 0x1000;
        machine.Put(code, A64.AddImm(7, 7, 1), A64.B(-1));
        machine.Put(From, A64.AddImm(7, 7, 100));
        machine.Pe.PC = code;
        machine.Pe.Run(1, exact: true);
        (machine.Pe.X(0), machine.Pe.X(1), machine.Pe.X(2), machine.Pe.X(7)) = (code, From, 4, 0);
        RunAll(machine, A64Op.CPYP, A64Op.CPYM, A64Op.CPYE);
        machine.Pe.PC = code;
        machine.Pe.Run(1, exact: true);
        Assert.That(machine.Pe.X(7), Is.EqualTo(100));
    }

    private static uint[] Words(params A64Op[] ops) => [.. ops.Select(op => A64.Word(op, ('d', 0), ('s', 1), ('n', 2)))];

    private static void RunAll(TestPe machine, params A64Op[] ops)
    {
        machine.Put(TestPe.Code, Words(ops));
        machine.Pe.PC = TestPe.Code;
        for (int i = 0; i < 50 && machine.Pe.PC != TestPe.Code + 12 && machine.Exceptions.Count == 0; i++)
            machine.Pe.Run(1, exact: true);
        Assert.That(machine.Exceptions, Is.Empty);
        Assert.That(machine.Pe.PC, Is.EqualTo(TestPe.Code + 12));
    }
}
