using System.Globalization;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Calls;

/// <summary>Why a REC exited, as the host finds it in the run page.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Detail0">
/// Depends on the reason: ESR_EL2 (SYNC), X0 of the call (PSCI), base (RIPAS_CHANGE, S2AP_CHANGE), imm (HOST_CALL); else 0.
/// </param>
/// <param name="Detail1">Depends on the reason: HPFAR_EL2 (SYNC), top (RIPAS_CHANGE, S2AP_CHANGE); else 0.</param>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiRecExit.</remarks>
public readonly record struct RecExit(RmiRecExitReason Reason, ulong Detail0, ulong Detail1)
{
    /// <summary>Reads the exit half of a run page through a PE's door, as Non-secure software would.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="run">Physical address of the run page.</param>
    /// <returns>The exit, or null where the granule protection check or the memory map refuses.</returns>
    public static RecExit? Read(ProcessingElement pe, ulong run)
    {
        if ((run & 0xFFF) != 0 || !TryRead(pe, run, RmiRecRunLayout.ExitReason, 1, out ulong reason))
            return null;
        (int first, int second) = (RmiRecExitReason)reason switch
        {
            RmiRecExitReason.Sync => (RmiRecRunLayout.ExitEsr, RmiRecRunLayout.ExitHpfar),
            RmiRecExitReason.Psci => (RmiRecRunLayout.ExitGprs, 0),
            RmiRecExitReason.RipasChange => (RmiRecRunLayout.ExitRipasBase, RmiRecRunLayout.ExitRipasTop),
            RmiRecExitReason.S2apChange => (RmiRecRunLayout.ExitS2apBase, RmiRecRunLayout.ExitS2apTop),
            RmiRecExitReason.HostCall => (RmiRecRunLayout.ExitImm, 0),
            _ => (0, 0),
        };
        ulong detail0 = 0, detail1 = 0;
        if (first != 0)
            TryRead(pe, run, first, 8, out detail0);
        if (second != 0)
            TryRead(pe, run, second, 8, out detail1);
        return new RecExit((RmiRecExitReason)reason, detail0, detail1);
    }

    /// <summary>The specification's name of a reason.</summary>
    /// <param name="reason">Any value.</param>
    /// <returns>For example <c>HOST_CALL</c>; a number for a value without name.</returns>
    public static string Name(RmiRecExitReason reason) => reason switch
    {
        RmiRecExitReason.Sync => "SYNC",
        RmiRecExitReason.Irq => "IRQ",
        RmiRecExitReason.Fiq => "FIQ",
        RmiRecExitReason.Psci => "PSCI",
        RmiRecExitReason.RipasChange => "RIPAS_CHANGE",
        RmiRecExitReason.HostCall => "HOST_CALL",
        RmiRecExitReason.SError => "SERROR",
        RmiRecExitReason.S2apChange => "S2AP_CHANGE",
        RmiRecExitReason.VdevRequest => "VDEV_REQUEST",
        RmiRecExitReason.VdevValidateMapping => "VDEV_VALIDATE_MAPPING",
        RmiRecExitReason.VsmmuCommand => "VSMMU_COMMAND",
        _ => $"reason {(int)reason}",
    };

    /// <summary>For example <c>exit=HOST_CALL imm=0x1</c> or <c>exit=SYNC ipa=0x11C090000 (Data Abort from a lower EL, ...)</c>.</summary>
    public override string ToString()
    {
        string detail = Reason switch
        {
            RmiRecExitReason.Sync =>
                Invariant($" ipa=0x{new HpfarEl2(Detail1).Page.Value:X} ({EsrFormatter.Format(new EsrValue(Detail0))})"),
            RmiRecExitReason.Psci => " " + SmcNames.NameOf((uint)Detail0),
            RmiRecExitReason.RipasChange or RmiRecExitReason.S2apChange => Invariant($" base=0x{Detail0:X} top=0x{Detail1:X}"),
            RmiRecExitReason.HostCall => Invariant($" imm=0x{(ushort)Detail0:X}"),
            _ => "",
        };
        return $"exit={Name(Reason)}{detail}";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static bool TryRead(ProcessingElement pe, ulong run, int offset, int sizeBytes, out ulong value) =>
        pe.Physical.Peek(new PhysicalAddress(run + (ulong)offset, Pas.NonSecure), sizeBytes, out value).Ok;
}
