namespace CcaEmu.Hypervisor.Rmi;

/// <summary>How a host operation ended.</summary>
/// <param name="Error">Why it failed, or <see cref="Errno.None"/>.</param>
/// <param name="Message">What happened in words, without a final full stop; empty on success.</param>
internal readonly record struct HostResult(Errno Error, string Message)
{
    /// <summary>It worked.</summary>
    public static HostResult Ok => new(Errno.None, "");

    /// <summary>Whether it worked.</summary>
    public bool IsOk => Error == Errno.None;

    /// <summary>A failure of the host's own.</summary>
    public static HostResult Fail(Errno error, string message) => new(error, message);

    /// <summary>An RMI command that answered what it should not.</summary>
    public static HostResult Fail(in RmiReply reply) => new(Errno.ENXIO, reply.Describe());

    /// <summary>Success or failure of a command that has no other answer than its status.</summary>
    public static HostResult From(in RmiReply reply) => reply.IsSuccess ? Ok : Fail(reply);
}
