using System.Diagnostics;
using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Memory;

namespace CcaEmu.Cpu.Tests.Oracle;

/// <summary>The same program on this PE and under qemu-aarch64: every register, flag and byte of memory must agree.</summary>
internal sealed class OracleTests
{
    private const int CasesPerLine = 60;

    [Test]
    public void Instructions_agree_with_QEMU([Range(0, 3)] int seed)
    {
        if (!IsInstalled())
            Assert.Ignore("qemu-aarch64 is not installed: nothing to compare with");
        OracleCase[] cases = [.. OracleCases.Lines().SelectMany(op => OracleCases.Of(op, CasesPerLine, seed))];
        var program = new OracleProgram(cases);
        byte[] expected = RunQemu(program, seed);
        byte[] actual = RunPe(program);
        Assert.That(expected, Has.Length.EqualTo(program.ResultBytes), "QEMU did not reach the end of the program");
        Compare(program, cases, expected, actual);
    }

    private static void Compare(OracleProgram program, OracleCase[] cases, byte[] expected, byte[] actual)
    {
        List<string> differences = [];
        int outputs = (int)(program.Output - program.Scratch);
        for (int n = 0; n < cases.Length; n++)
        {
            int offset = outputs + n * OracleProgram.OutputWords * 8;
            for (int x = 0; x < OracleProgram.OutputWords; x++)
            {
                ulong e = BitConverter.ToUInt64(expected, offset + x * 8), a = BitConverter.ToUInt64(actual, offset + x * 8);
                if (e != a)
                    differences.Add(Describe(cases[n], x, e, a));
            }
        }
        Assert.That(differences, Is.Empty, () => string.Join('\n', differences.Take(20)));
        Assert.That(actual.AsSpan(0, outputs).SequenceEqual(expected.AsSpan(0, outputs)), "scratch memory differs");
    }

    private static string Describe(OracleCase c, int x, ulong expected, ulong actual)
    {
        string text = string.Join("; ", c.Words.Select(word => new Formatter().Format(Decoder.Decode(word), 0)));
        string inputs = string.Join(' ', c.Inputs.Select(value => value.ToString("x")));
        return $"{c.Op} [{text}] {(x == 9 ? "NZCV" : $"X{x}")}: expected {expected:x}, was {actual:x}; inputs {inputs}";
    }

    private static byte[] RunPe(OracleProgram program)
    {
        using var machine = new TestPe();
        machine.MapEl3();
        // A user program's unaligned LDAPUR works under QEMU.
        machine.Pe[SystemRegister.SCTLR_EL3] |= CcaEmu.Arm.Registers.Fields.SCTLR_ELx.nAA;
        machine.Pe.Physical.Write(new PhysicalAddress(OracleProgram.Base, Pas.Root), program.Image());
        machine.Pe.PC = OracleProgram.Entry;
        machine.Pe.SetManaged(ExceptionLevel.EL3, SecurityState.Root, false);
        while (machine.Exceptions.Count == 0)
            machine.Pe.Run(1000);
        ExceptionTaken first = machine.Exceptions[0];
        var esr = new EsrValue(first.Syndrome);
        Assert.That(esr.EC, Is.EqualTo(ExceptionClass.Svc64), () => $"{esr} at 0x{first.ReturnAddress:x}");
        byte[] result = new byte[program.ResultBytes];
        machine.Pe.Physical.Read(new PhysicalAddress(program.Scratch, Pas.Root), result);
        return result;
    }

    private static byte[] RunQemu(OracleProgram program, int seed)
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"oracle{seed}.elf");
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
