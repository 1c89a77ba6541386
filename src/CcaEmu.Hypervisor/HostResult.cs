using CcaEmu.Hypervisor.Rmi;

namespace CcaEmu.Hypervisor;

/// <summary>How a host operation ended.</summary>
/// <param name="Error">Why it failed, or <see cref="Errno.None"/>.</param>
/// <param name="Message">What happened in words, without a final full stop; empty on success.</param>
public readonly record struct HostResult(Errno Error, string Message)
{
    /// <summary>It worked.</summary>
    public static HostResult Ok => new(Errno.None, "");

    /// <summary>Whether it worked.</summary>
    public bool IsOk => Error == Errno.None;

    /// <summary>A failure.</summary>
    /// <param name="error">Why.</param>
    /// <param name="message">What happened in words, without a final full stop.</param>
    public static HostResult Fail(Errno error, string message) => new(error, message);

    /// <summary>An RMI command that answered what it should not.</summary>
    internal static HostResult Fail(in RmiReply reply) => new(reply.Error, reply.Describe());

    /// <summary>Success or failure of a command that has no other answer than its status.</summary>
    internal static HostResult From(in RmiReply reply) => reply.IsSuccess ? Ok : Fail(reply);
}

/// <summary>How a host operation ended that gives something.</summary>
/// <typeparam name="T">What it gives.</typeparam>
/// <param name="Result">Success or failure.</param>
/// <param name="Value">What it gives; meaningless after a failure.</param>
public readonly record struct HostResult<T>(HostResult Result, T Value)
{
    /// <summary>Whether it worked.</summary>
    public bool IsOk => Result.IsOk;
}
