using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Machine;

namespace CcaEmu.Diagnostics.Tests;

/// <summary>A machine on which a test plays the layers: exceptions and returns are the PE's own, who makes them is the test.</summary>
internal sealed class Stage : IDisposable
{
    public const ulong HostPc = 0x8020_1000;
    public const ulong RmmPc = 0xFDC0_1000;
    public const ulong GuestPc = 0x8000_0100;
    public const ulong GuestVectors = 0x8000_0800;
    public const ulong RunPage = 0x9000_0000;

    public Machine.Machine Machine { get; } = new(new MachineOptions());

    public ProcessingElement Pe => Machine.Pes[0];

    public Stage()
    {
        Machine.Reset();
        Pe[SystemRegister.VTCR_EL2] = 64 - 33;
        Pe[SystemRegister.VBAR_EL1] = GuestVectors;
    }

    public Stage X(params ulong[] values)
    {
        for (int i = 0; i < values.Length; i++)
            Pe.X(i) = values[i];
        return this;
    }

    /// <summary>EL3 returns to a lower level.</summary>
    public Stage MonitorReturnsTo(SecurityState state, ExceptionLevel level, ulong pc)
    {
        Pe[SystemRegister.SCR_EL3] = SCR_EL3.RW | state switch
        {
            SecurityState.Realm => SCR_EL3.NS | SCR_EL3.NSE,
            SecurityState.NonSecure => SCR_EL3.NS,
            _ => 0,
        };
        Pe[SystemRegister.SPSR_EL3] = SpsrValue.Create(level, true, 0xF).Value;
        Pe[SystemRegister.ELR_EL3] = pc;
        Pe.ExceptionReturn();
        return this;
    }

    public Stage RmmReturnsToGuest(ulong pc)
    {
        Pe[SystemRegister.HCR_EL2] = HCR_EL2.VM;
        Pe[SystemRegister.SPSR_EL2] = SpsrValue.Create(ExceptionLevel.EL1, true, 0xF).Value;
        Pe[SystemRegister.ELR_EL2] = pc;
        Pe.ExceptionReturn();
        return this;
    }

    /// <summary>An SMC of a layer at EL2, which returns to <paramref name="pc"/>.</summary>
    public Stage Smc(ulong pc, params ulong[] registers)
    {
        X(registers);
        Pe.PC = pc;
        Pe.SecureMonitorCall();
        return this;
    }

    /// <summary>An SMC of the guest at <paramref name="pc"/>, trapped by HCR_EL2.TSC.</summary>
    public Stage GuestSmc(ulong pc, params ulong[] registers)
    {
        X(registers);
        Pe.TakeException(ExceptionLevel.EL2, ExceptionType.Synchronous, EsrValue.Create(ExceptionClass.Smc64, 0).Value, pc);
        return this;
    }

    /// <summary>A data abort of the guest at stage 2.</summary>
    public Stage GuestAborts(ulong pc, ulong ipa, ulong iss = (ulong)FaultStatusCode.TranslationLevel3)
    {
        Pe[SystemRegister.HPFAR_EL2] = HpfarEl2.Create(new Ipa(ipa)).Value;
        Pe.TakeException(
            ExceptionLevel.EL2, ExceptionType.Synchronous, EsrValue.Create(ExceptionClass.DataAbortLower, iss).Value, pc, ipa);
        return this;
    }

    /// <summary>The RMM gives the guest a synchronous external abort for what it did at <paramref name="pc"/>.</summary>
    public Stage RmmInjectsAbort(ulong pc, ulong far)
    {
        Pe[SystemRegister.ESR_EL1] = 0x9600_0210;
        Pe[SystemRegister.FAR_EL1] = far;
        Pe[SystemRegister.ELR_EL1] = pc;
        Pe[SystemRegister.SPSR_EL1] = SpsrValue.Create(ExceptionLevel.EL1, true, 0xF).Value;
        return RmmReturnsToGuest(GuestVectors + 0x200);
    }

    public void Dispose() => Machine.Dispose();
}
