using System.Diagnostics;
using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Memory;

namespace CcaEmu.Cpu.Tests.Oracle;

/// <summary>SIMD&amp;FP instructions on this PE and under qemu-aarch64: every register, flag and byte of memory must agree.</summary>
internal sealed class SimdOracleTests
{
    // Fits the RAM of TestPe.
    private const int CasesPerProgram = 6000;

    [TestCase(A64Group.SimdLoadStore, 60)]
    [TestCase(A64Group.Cryptography, 60)]
    [TestCase(A64Group.AdvancedSimdFloat, 60)]
    [TestCase(A64Group.AdvancedSimd, 100)]
    public void Instructions_agree_with_QEMU(A64Group group, int casesPerLine)
    {
        if (!IsInstalled())
            Assert.Ignore("qemu-aarch64 is not installed: nothing to compare with");
        int seed = int.Parse(Environment.GetEnvironmentVariable("CCAEMU_SEED") ?? "1", System.Globalization.CultureInfo.InvariantCulture);
        SimdCase[] all = [.. SimdOracleCases.Lines(group).SelectMany(op => SimdOracleCases.Of(op, casesPerLine, seed))];
        Assert.That(all, Is.Not.Empty);
        foreach (SimdCase[] cases in all.Chunk(CasesPerProgram))
        {
            var program = new SimdOracleProgram(cases);
            byte[] expected = RunQemu(program, group);
            Assert.That(expected, Has.Length.EqualTo(program.ResultBytes), "QEMU did not reach the end of the program");
            Compare(program, cases, expected, RunPe(program));
        }
    }

    private static void Compare(SimdOracleProgram program, SimdCase[] cases, byte[] expected, byte[] actual)
    {
        List<string> differences = [];
        int outputs = (int)(program.Output - program.Scratch);
        for (int n = 0; n < cases.Length; n++)
        {
            int offset = outputs + n * SimdOracleProgram.ResultWords * 8;
            for (int w = 0; w < SimdOracleProgram.ResultWords; w++)
            {
                ulong e = BitConverter.ToUInt64(expected, offset + w * 8), a = BitConverter.ToUInt64(actual, offset + w * 8);
                if (e != a && !IsKnown(cases[n].Op, w, e, a))
                    differences.Add(Describe(cases[n], w, e, a));
            }
        }
        string shown = string.Join('\n', differences.GroupBy(d => d.Split(' ')[0]).SelectMany(g => g.Take(3)).Take(90));
        Assert.That(differences, Is.Empty, () => $"{differences.Count} differences\n{shown}");
        Assert.That(actual.AsSpan(0, outputs).SequenceEqual(expected.AsSpan(0, outputs)), "scratch memory differs");
    }

    // QEMU 7.2 sign-extends the half-precision fixed-point result to 32 bits; C7.2 FCVTZS (vector, fixed-point) writes V[d, 16].
    private static bool IsKnown(A64Op op, int word, ulong expected, ulong actual) =>
        op == A64Op.FCVTZS_scalar_fixed_H && word < 64 && word % 2 == 0 && actual < 0x1_0000 && expected == (uint)(short)actual;

    private static string Describe(SimdCase c, int w, ulong expected, ulong actual)
    {
        string text = new Formatter().Format(Decoder.Decode(c.Word), 0);
        string where = w < 64 ? $"V{w / 2}[{w % 2}]" : w == 74 ? "FPSR" : w == 73 ? "NZCV" : $"X{w - 64}";
        Instruction i = Decoder.Decode(c.Word);
        string inputs = $"Vd {c.V[i.Rd]:x32} Vn {c.V[i.Rn]:x32} Vm {c.V[i.Rm]:x32}";
        return $"{c.Op} {c.Word:x8} [{text}] {where}: expected {expected:x}, was {actual:x}; FPCR {c.Fpcr:x} FPSR {c.Fpsr:x} {inputs}";
    }

    private static byte[] RunPe(SimdOracleProgram program)
    {
        using var machine = new TestPe(new PeFeatures(Enum.GetValues<Feature>()));
        machine.MapEl3();
        machine.Pe.Physical.Write(new PhysicalAddress(SimdOracleProgram.Base, Pas.Root), program.Image());
        machine.Pe.PC = SimdOracleProgram.Entry;
        machine.Pe.SetManaged(ExceptionLevel.EL3, SecurityState.Root, false);
        while (machine.Exceptions.Count == 0)
            machine.Pe.Run(1000);
        ExceptionTaken first = machine.Exceptions[0];
        var esr = new EsrValue(first.Syndrome);
        Assert.That(esr.EC, Is.EqualTo(ExceptionClass.Svc64), () => $"{esr} at 0x{first.ReturnAddress:x}: {At(program, first.ReturnAddress)}");
        byte[] result = new byte[program.ResultBytes];
        machine.Pe.Physical.Read(new PhysicalAddress(program.Scratch, Pas.Root), result);
        return result;
    }

    private static string At(SimdOracleProgram program, ulong address) => new Formatter().Format(
        Decoder.Decode(BitConverter.ToUInt32(program.Image(), (int)(address - SimdOracleProgram.Base))), address);

    private static byte[] RunQemu(SimdOracleProgram program, A64Group group)
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"oracle-{group}.elf");
        File.WriteAllBytes(path, program.Image());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        var start = new ProcessStartInfo("qemu-aarch64", ["-cpu", "max", path]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        var result = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(result);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, "QEMU refused the program");
        return result.ToArray();
    }

    private static bool IsInstalled() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "qemu-aarch64")));
}
