using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;

namespace CcaEmu.Monitor;

/// <summary>Routes an SMC by caller, owner and function number.</summary>
/// <remarks>
/// SMC Calling Convention (DEN0028), function identifier ranges; the order and the answers to callers who may not ask are those of
/// Trusted Firmware-A's runtime services. An SMC that nobody answers returns -1 (NOT_SUPPORTED) with all other registers unchanged.
/// </remarks>
internal sealed class SmcDispatcher(MonitorFirmware monitor, GptService gpt, bool signsTokens)
{
    private const ulong NotSupported = ulong.MaxValue;

    // RMM-EL3 communication interface, RMM_EL3_FEATURES: bit 0 of register 0.
    private const ulong FeatureTokenSign = 1;

    private readonly AttestationService _attestation = new();
    private readonly TokenSigning _tokenSigning = new();
    private readonly MemoryReservation _reservation = new();
    private readonly FirmeCalls _firme = new(gpt);

    /// <summary>Handles the SMC that has just brought the PE to EL3; ends with an ERET or with the machine stopped.</summary>
    public void Dispatch(ProcessingElement pe, PeWorlds worlds)
    {
        var call = new SmcFunctionId((uint)pe.X(0)).WithoutSveHint;
        SecurityState caller = new ScrEl3(pe[SystemRegister.SCR_EL3]).SecurityState;
        if (call.HasReservedBits)
            Answer(pe, NotSupported);
        else if (call.Value == (uint)RmmEl3Command.RmiReqComplete && caller == SecurityState.Realm)
            CompleteRmi(pe, worlds);
        else if (SmcRanges.IsRmi(call))
            ForwardRmi(pe, worlds, caller);
        else if (SmcRanges.IsRmmEl3(call) && caller == SecurityState.Realm)
            ServeRmm(pe, worlds, (RmmEl3Command)call.Value);
        else if (SmcRanges.IsFirme(call))
            Answer(pe, (ulong)_firme.Serve(pe, (FirmeCommand)call.Value, caller));
        else if (SmcRanges.IsPsci(call) && caller == SecurityState.NonSecure)
            monitor.Finish(pe, monitor.Psci.Serve(pe, call));
        else if (call.Owner == SmcOwner.ArmArchitecture)
            Answer(pe, Architecture(pe, call, caller));
        else
            Answer(pe, NotSupported);
    }

    private static void Answer(ProcessingElement pe, ulong x0)
    {
        pe.X(0) = x0;
        pe.ExceptionReturn();
    }

    private static ulong Architecture(ProcessingElement pe, SmcFunctionId call, SecurityState caller) => (SmcccFunction)call.Value switch
    {
        SmcccFunction.Version => SmcccStatus.Version1_5,
        SmcccFunction.ArchFeatures => IsOffered((SmcccFunction)pe.X(1)) ? 0 : NotSupported,
        SmcccFunction.ArchFeatureAvailability => FeatureAvailability.Serve(pe, caller),
        _ => NotSupported,
    };

    private static bool IsOffered(SmcccFunction function) =>
        function is SmcccFunction.Version or SmcccFunction.ArchFeatures or SmcccFunction.ArchFeatureAvailability;

    // Non-secure X0 to X7 become the RMM's; everything else of the Realm world is as its last SMC left it.
    private void ForwardRmi(ProcessingElement pe, PeWorlds worlds, SecurityState caller)
    {
        if (caller != SecurityState.NonSecure || !monitor.RmmAlive)
        {
            Answer(pe, NotSupported);
            return;
        }
        for (int i = 0; i < 8; i++)
            worlds.Realm[i] = pe.X(i);
        worlds.SwitchTo(pe, worlds.Realm);
        pe.ExceptionReturn();
    }

    // Realm X1 to X8 become Non-secure X0 to X7.
    private static void CompleteRmi(ProcessingElement pe, PeWorlds worlds)
    {
        for (int i = 0; i < 8; i++)
            worlds.NonSecure[i] = pe.X(i + 1);
        worlds.SwitchTo(pe, worlds.NonSecure);
        pe.ExceptionReturn();
    }

    private void ServeRmm(ProcessingElement pe, PeWorlds worlds, RmmEl3Command command)
    {
        if (command != RmmEl3Command.BootComplete)
        {
            Answer(pe, (ulong)(long)Serve(pe, command));
            return;
        }
        // Does not return: the next entry into the RMM is an RMI.
        monitor.OnRmmBooted(pe, (RmmBootStatus)(int)pe.X(1), pe.X(2));
        worlds.SwitchTo(pe, worlds.NonSecure);
        pe.ExceptionReturn();
    }

    // IDE is not offered; E_RMM_UNK is the interface's answer to an unknown call.
    private RmmEl3Status Serve(ProcessingElement pe, RmmEl3Command command) => command switch
    {
        RmmEl3Command.GtsiDelegate => gpt.Move(pe, pe.X(1), Gpi.NonSecure, Gpi.Realm),
        RmmEl3Command.GtsiUndelegate => gpt.Move(pe, pe.X(1), Gpi.Realm, Gpi.NonSecure),
        RmmEl3Command.AttestGetRealmKey => _attestation.GetRealmKey(pe),
        RmmEl3Command.AttestGetPlatToken => _attestation.GetPlatformToken(pe),
        RmmEl3Command.El3Features => Features(pe),
        RmmEl3Command.El3TokenSign when signsTokens => _tokenSigning.Serve(pe),
        RmmEl3Command.ReserveMemory => _reservation.Reserve(pe),
        RmmEl3Command.MecRefresh => MecService.Refresh(pe),
        _ => RmmEl3Status.Unknown,
    };

    private RmmEl3Status Features(ProcessingElement pe)
    {
        bool known = pe.X(1) == 0;
        pe.X(1) = known && signsTokens ? FeatureTokenSign : 0;
        return known ? RmmEl3Status.Ok : RmmEl3Status.Invalid;
    }
}
