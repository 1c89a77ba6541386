namespace CcaEmu.Arm.Smccc;

/// <summary>How to show the value of an argument or result.</summary>
public enum CommandValueKind : byte
{
    /// <summary>A number, shown in hexadecimal.</summary>
    Value,

    /// <summary>A physical address.</summary>
    Address,

    /// <summary>An intermediate physical address of a Realm.</summary>
    Ipa,

    /// <summary>A level of a Realm translation table, signed.</summary>
    Level,

    /// <summary>A flags word.</summary>
    Flags,

    /// <summary>A count, index or size, shown in decimal.</summary>
    Count,

    /// <summary>The handle of a stateful operation.</summary>
    Handle,

    /// <summary>MPIDR_EL1 affinity fields.</summary>
    Mpidr,

    /// <summary>An address range descriptor.</summary>
    Range,

    /// <summary>A status of the command's own interface.</summary>
    Status,

    /// <summary>A RIPAS value.</summary>
    Ripas,

    /// <summary>A version: major in bits 30:16, minor in bits 15:0.</summary>
    Version,

    /// <summary>A function identifier.</summary>
    FunctionId,
}
