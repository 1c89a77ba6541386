using CcaEmu.Arm;
using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Rmm.Recs;

namespace CcaEmu.Rmm.Checking;

/// <summary>Compares the registers of a host that makes RMI commands: nothing but documented outputs may come back changed.</summary>
/// <remarks>
/// RMM specification 2.0 (DEN0137), section "RMI commands", and SMC Calling Convention (DEN0028), section "SMC64/HVC64 argument passing": X0 and the outputs
/// of the command change, and X1 to X3 may where it fails. After a REC has run, the EL1 and SIMD&amp;FP registers of the host are what they were.
/// </remarks>
/// <param name="pes">How many PEs there are.</param>
/// <param name="abi">Numbers and registers of the commands.</param>
/// <param name="report">Gets each finding.</param>
internal sealed class CallerRegisters(int pes, RmmAbiProfile abi, Action<string> report) : IPeObserver
{
    private const int LastResult = 3;

    private readonly Snapshot?[] _calls = new Snapshot?[pes];

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
        bool isCall = taken.SourceState == SecurityState.NonSecure && pe.CurrentLevel == ExceptionLevel.EL3
            && new EsrValue(taken.Syndrome).EC == ExceptionClass.Smc64;
        if (isCall && IsRmi((uint)pe.X(0)))
        {
            uint functionId = new SmcFunctionId((uint)pe.X(0)).WithoutSveHint.Value;
            (_calls[pe.Index] ??= new Snapshot()).Take(pe, abi.Find(functionId));
        }
    }

    /// <inheritdoc/>
    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
        if (from != ExceptionLevel.EL3 || pe.SecurityState != SecurityState.NonSecure || _calls[pe.Index] is not { IsTaken: true } before)
            return;
        before.IsTaken = false;
        for (int i = LastResult + 1; i <= 30; i++)
        {
            if (pe.X(i) != before.X[i] && !IsOutput(before.Command, i))
                report($"X{i} of the caller was 0x{before.X[i]:X} and is 0x{pe.X(i):X}");
        }
        if (before.Command?.Command == RmiCommand.RecEnter && before.FirstOther(pe) is { } other)
            report($"{other} of the host has changed");
    }

    // The last continuation of an operation has the outputs of the command that began it.
    private bool IsOutput(AbiCommand? command, int register) => command?.Command == RmiCommand.OpContinue
        ? abi.Commands.Any(other => other.Outputs.Contains(register))
        : command?.Outputs.Contains(register) == true;

    private static bool IsRmi(uint functionId) => new SmcFunctionId(functionId).WithoutSveHint.Value is >= 0xC400_0150 and <= 0xC400_02CF;

    private sealed class Snapshot
    {
        private readonly ulong[] _registers = new ulong[RecRegisters.Count];
        private readonly ulong[] _vectors = new ulong[VectorRegisters.Words];

        public ulong[] X { get; } = new ulong[31];

        public bool IsTaken { get; set; }

        public AbiCommand? Command { get; private set; }

        public void Take(ProcessingElement pe, AbiCommand? command)
        {
            (IsTaken, Command) = (true, command);
            for (int i = 0; i <= 30; i++)
                X[i] = pe.X(i);
            if (command?.Command != RmiCommand.RecEnter)
                return;
            ReadOnlySpan<SystemRegister> registers = RecRegisters.All;
            for (int i = 0; i < registers.Length; i++)
                _registers[i] = Steady(pe, registers[i]);
            VectorRegisters.Of(pe).CopyTo(_vectors);
        }

        // Whether a timer has expired is a matter of time, not of the RMM.
        private static ulong Steady(ProcessingElement pe, SystemRegister register) =>
            register is SystemRegister.CNTP_CTL_EL0 or SystemRegister.CNTV_CTL_EL0 ? pe[register] & 3 : pe[register];

        public string? FirstOther(ProcessingElement pe)
        {
            ReadOnlySpan<SystemRegister> registers = RecRegisters.All;
            for (int i = 0; i < registers.Length; i++)
            {
                if (Steady(pe, registers[i]) != _registers[i])
                    return registers[i].ToString();
            }
            return VectorRegisters.Of(pe).SequenceEqual(_vectors) ? null : "a SIMD&FP register";
        }
    }
}
