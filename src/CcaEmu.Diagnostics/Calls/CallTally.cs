namespace CcaEmu.Diagnostics.Calls;

/// <summary>What is counted of one function.</summary>
internal sealed class CallTally(CallInterface @interface, uint functionId)
{
    public CallInterface Interface => @interface;

    public uint FunctionId => functionId;

    /// <summary>How often it was called.</summary>
    public ulong Count { get; set; }

    /// <summary>Modelled cycles from call to return, all together.</summary>
    public ulong Cycles { get; set; }
}
