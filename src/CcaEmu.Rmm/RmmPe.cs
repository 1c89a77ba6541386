using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Cpu;
using CcaEmu.Machine.Scripting;
using CcaEmu.Rmm.Rmi;
using CcaEmu.Rmm.Run;

namespace CcaEmu.Rmm;

/// <summary>The RMM's state of one PE.</summary>
internal sealed class RmmPe
{
    private readonly RmmFirmware _firmware;

    /// <summary>A PE before its first entry.</summary>
    public RmmPe(RmmFirmware firmware, RmmContext rmm, ProcessingElement pe)
    {
        _firmware = firmware;
        Pe = pe;
        Script = new ScriptContext(firmware, pe);
        Call = new RmiCall(rmm, this);
        Range = new GranuleRangeMove(rmm, this);
        Runner = new RecRunner(rmm, this);
    }

    /// <summary>The PE.</summary>
    public ProcessingElement Pe { get; }

    /// <summary>Place of commands that call the monitor.</summary>
    public ScriptContext Script { get; }

    /// <summary>The command under way.</summary>
    public RmiCall Call { get; }

    /// <summary>The range of granules that a command moves between the worlds.</summary>
    public GranuleRangeMove Range { get; }

    /// <summary>Runs RECs.</summary>
    public RecRunner Runner { get; }

    /// <summary>X0 to X7 as the host will find them.</summary>
    public ulong[] Results { get; } = new ulong[8];

    /// <summary>Ends the command: returns to the host by RMI_REQ_COMPLETE.</summary>
    /// <param name="result">X0.</param>
    public void Complete(RmiResult result) => Complete(result.Value);

    /// <summary>Ends the command: returns to the host by RMI_REQ_COMPLETE.</summary>
    /// <param name="x0">X0.</param>
    public void Complete(ulong x0)
    {
        Results[0] = x0;
        Call.Rmm.Checker?.Check(Call, new RmiResult(x0));
        Call.Encode(Results);
        Pe.X(0) = (ulong)RmmEl3Command.RmiReqComplete;
        for (int i = 0; i < Results.Length; i++)
            Pe.X(i + 1) = Results[i];
        Pe.Charge(RmmCosts.Command);
        _firmware.CallSecureMonitor(Pe);
    }
}
