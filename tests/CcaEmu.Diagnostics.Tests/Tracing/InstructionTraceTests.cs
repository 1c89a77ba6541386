using CcaEmu.Arm;
using CcaEmu.Diagnostics.Tracing;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Diagnostics.Tracing.Tools;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Tests.Tracing;

/// <summary>What a trace has of instructions that reach devices and System registers.</summary>
public sealed class InstructionTraceTests
{
    private const ulong Device = 0x1C0E_0000;

    [Test]
    public void What_a_device_gives_and_takes_is_recorded_once_and_never_asked_for_again()
    {
        var device = new CountingDevice();
        InstructionEvent[] run = Run(
            stage =>
            {
                stage.Machine.Memory.AddDevice(Device, 0x1000, device);
                stage.X(Device, 0x1122_3344);
            },
            0xB900_0001, // STR W1, [X0]
            0xB940_0402, // LDR W2, [X0, #4]
            0x2940_1003, // LDP W3, W4, [X0]
            0x3940_0805); // LDRB W5, [X0, #2]

        Assert.That(device.Log, Is.EqualTo(["write4 0x0 = 0x11223344", "read4 0x4", "read4 0x0", "read4 0x4", "read1 0x2"]));
        MemoryAccess store = run[0].Accesses.Single();
        Assert.That((store.Va, store.Size, store.IsWrite, store.IsRead), Is.EqualTo((Device, 4, true, false)));
        Assert.That(store.Written.ToArray(), Is.EqualTo([0x44, 0x33, 0x22, 0x11]));
        Assert.That(Number(run[1]), Is.EqualTo(101), "the first read");
        Assert.That(run[1].Changes.Single(), Is.EqualTo(new RegisterValue(2, 101)));
        Assert.That(run[2].Accesses.Sum(access => access.Size), Is.EqualTo(8));
        Assert.That(run[2].Accesses.SelectMany(access => access.Read.ToArray()), Is.EqualTo([102, 0, 0, 0, 103, 0, 0, 0]));
        Assert.That(Number(run[3]), Is.EqualTo(104));
    }

    [Test]
    public void What_MSR_writes_is_recorded_with_the_registers_name()
    {
        InstructionEvent[] run = Run(
            stage => stage.X(0, 0xFDC0_0000),
            0xD51C_C001, // MSR VBAR_EL2, X1
            0xD51C_C01F, // MSR VBAR_EL2, XZR
            0xD53C_C002); // MRS X2, VBAR_EL2

        Assert.That(run[0].Changes.Single(), Is.EqualTo(new RegisterValue(TraceRegister.System, 0xFDC0_0000)));
        Assert.That(run[1].Changes.Single(), Is.EqualTo(new RegisterValue(TraceRegister.System, 0)));
        Assert.That(run[2].Changes, Is.Empty, "X2 was and is zero");
        using var text = new TraceText(TextWriter.Null);
        Assert.That(text.Describe(run[0]), Does.EndWith("msr vbar_el2, x1  VBAR_EL2=0xFDC00000"));
        var tarmac = new StringWriter { NewLine = "\n" };
        using var writer = new TarmacWriter(tarmac);
        writer.Write(run[0]);
        Assert.That(tarmac.ToString(), Does.EndWith(" clk R VBAR_EL2 00000000fdc00000\n").IgnoreCase);
    }

    [Test]
    public void MSR_that_is_UNDEFINED_writes_nothing()
    {
        InstructionEvent[] run = Run(stage => stage.X(0, 7), 0xD51E_1101); // MSR SCR_EL3, X1, at EL2

        Assert.That(run[0].Changes, Is.Empty);
    }

    private static ulong Number(InstructionEvent one)
    {
        ulong value = 0;
        foreach (byte part in one.Accesses.Single().Read.ToArray().Reverse())
            value = value << 8 | part;
        return value;
    }

    // Code of the host at NS-EL2, which goes round in a loop behind it.
    private static InstructionEvent[] Run(Action<Stage> prepare, params uint[] code)
    {
        TraceEvent[] events = RecordedStage.Events(TraceKinds.Instruction, stage =>
        {
            for (int i = 0; i <= code.Length; i++)
            {
                uint word = i < code.Length ? code[i] : 0x1400_0000;
                Assert.That(stage.Pe.Physical.Write(new PhysicalAddress(Stage.HostPc + (ulong)i * 4, Pas.NonSecure), 4, word).Ok);
            }
            prepare(stage);
            stage.Pe.PC = Stage.HostPc;
            stage.Machine.Run((ulong)code.Length + 1);
        });
        return [.. events.OfType<InstructionEvent>()];
    }

    private sealed class CountingDevice : IMmioDevice
    {
        private ulong _next = 100;

        public List<string> Log { get; } = [];

        public ulong Read(ulong offset, int sizeBytes)
        {
            Log.Add($"read{sizeBytes} 0x{offset:x}");
            return ++_next;
        }

        public void Write(ulong offset, int sizeBytes, ulong value) => Log.Add($"write{sizeBytes} 0x{offset:x} = 0x{value:x}");
    }
}
