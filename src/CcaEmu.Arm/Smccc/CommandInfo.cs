namespace CcaEmu.Arm.Smccc;

/// <summary>One command of an SMC interface: the line that dispatcher trace, summaries and documentation read.</summary>
public sealed class CommandInfo
{
    internal CommandInfo(
        uint functionId, string name, CommandInterface @interface, CommandValue[]? inputs, CommandValue[] outputs,
        CommandTraits traits, CommandValueKind result)
    {
        FunctionId = new SmcFunctionId(functionId);
        Name = name;
        Interface = @interface;
        ArgumentsKnown = inputs is not null;
        Inputs = inputs ?? [];
        Outputs = outputs;
        Traits = traits;
        Result = result;
    }

    /// <summary>The function identifier, without SVE hint.</summary>
    public SmcFunctionId FunctionId { get; }

    /// <summary>The name in the specification, for example RMI_RTT_CREATE.</summary>
    public string Name { get; }

    /// <summary>The interface it belongs to.</summary>
    public CommandInterface Interface { get; }

    /// <summary>False when the register list of the command is not tabulated: then <see cref="Inputs"/> is empty.</summary>
    public bool ArgumentsKnown { get; }

    /// <summary>What the caller passes, from X1 on.</summary>
    public IReadOnlyList<CommandValue> Inputs { get; }

    /// <summary>What comes back, from X1 on; the status in X0 is not listed.</summary>
    public IReadOnlyList<CommandValue> Outputs { get; }

    /// <summary>What kind of command it is.</summary>
    public CommandTraits Traits { get; }

    /// <summary>What X0 holds afterwards: a status of the interface, a version or a number.</summary>
    public CommandValueKind Result { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
