using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Arm.Smccc;

namespace CcaEmu.Diagnostics.Calls;

/// <summary>One SMC: who called, what, when, and what came back.</summary>
public struct CallRecord
{
    /// <summary>Number of the PE the call was made on.</summary>
    public int PeIndex;

    /// <summary>A small number that no other call has that is under way at the same time.</summary>
    public int Place;

    /// <summary>Security state of the caller.</summary>
    public SecurityState CallerState;

    /// <summary>Exception level of the caller.</summary>
    public ExceptionLevel CallerLevel;

    /// <summary>Between whom it was made.</summary>
    public CallInterface Interface;

    /// <summary>How far it has come.</summary>
    public CallOutcome Outcome;

    /// <summary>Where the caller goes on when the call returns.</summary>
    public ulong ReturnAddress;

    /// <summary>X0 to X17 at the call.</summary>
    public CallRegisters Arguments;

    /// <summary>X0 to X17 at the return; zero before.</summary>
    public CallRegisters Results;

    /// <summary>Retired instructions of the PE at the call.</summary>
    public ulong StartInstructions;

    /// <summary>Modelled cycles of the PE at the call.</summary>
    public ulong StartCycles;

    /// <summary>Retired instructions of the returning PE at the return; 0 before.</summary>
    public ulong EndInstructions;

    /// <summary>Modelled cycles of the returning PE at the return; 0 before.</summary>
    public ulong EndCycles;

    /// <summary>RMI_REC_ENTER that succeeded: why the REC exited, where the run page could be read.</summary>
    public RecExit? Exit;

    /// <summary>A step of a stateful RMI operation: W0 of the command that began it; 0 for any other call, and where that is not known.</summary>
    public uint Operation;

    /// <summary>W0 at the call.</summary>
    public readonly uint FunctionId => (uint)Arguments[0];

    /// <summary>Whether it is one RMI command of a host.</summary>
    /// <param name="command">Which.</param>
    public readonly bool Is(RmiCommand command) =>
        Interface == CallInterface.Rmi && new SmcFunctionId(FunctionId).WithoutSveHint.Value == (uint)command;

    /// <summary>Whether it is one RSI command of a Realm.</summary>
    /// <param name="command">Which.</param>
    public readonly bool Is(RsiCommand command) =>
        Interface == CallInterface.Rsi && new SmcFunctionId(FunctionId).WithoutSveHint.Value == (uint)command;

    /// <summary>Name of the function, or its number where it has none.</summary>
    public readonly string Name => SmcNames.NameOf(FunctionId);

    /// <summary>Name of the function; for a step of an operation with that of the command, for example <c>RMI_OP_CONTINUE (of RMI_RTT_CREATE)</c>.</summary>
    public readonly string FullName => Operation == 0 ? Name : $"{Name} (of {SmcNames.NameOf(Operation)})";

    /// <summary>Name and arguments, for example <c>RMI_RTT_CREATE rd=0x88001000 rtt=0x88005000 ipa=0x80000000 level=2</c>.</summary>
    public readonly string DescribeCall() => FullName + SmcNames.DescribeCall(Arguments)[Name.Length..];

    /// <summary>What came back, for example <c>ERROR_RTT(2)</c> or <c>SUCCESS out_top=0x80200000</c>; says so when nothing did.</summary>
    public readonly string DescribeResult() => Outcome switch
    {
        CallOutcome.Returned when Exit is { } exit => $"{SmcNames.DescribeResult(FunctionId, Results)} {exit}",
        CallOutcome.Returned => SmcNames.DescribeResult(FunctionId, Results),
        CallOutcome.Repeated => "(is made again)",
        CallOutcome.Abandoned => "(did not return here)",
        _ => "(has not returned)",
    };
}
