namespace CcaEmu.Hypervisor;

/// <summary>Why a host operation failed, by the names and numbers a Linux host gives its callers.</summary>
public enum Errno
{
    /// <summary>It did not fail.</summary>
    None = 0,

    /// <summary>What was asked for may not be changed any more.</summary>
    EPERM = 1,

    /// <summary>There is nothing of that name or number.</summary>
    ENOENT = 2,

    /// <summary>A signal came first.</summary>
    EINTR = 4,

    /// <summary>The virtual machine is dead, or the RMM did what it should not.</summary>
    EIO = 5,

    /// <summary>The RMM refused, or the request is not one for this kind of virtual machine.</summary>
    ENXIO = 6,

    /// <summary>The object has been closed.</summary>
    EBADF = 9,

    /// <summary>Not now; the same request may succeed later.</summary>
    EAGAIN = 11,

    /// <summary>No memory left.</summary>
    ENOMEM = 12,

    /// <summary>Memory that cannot be accessed.</summary>
    EFAULT = 14,

    /// <summary>The object is in a state in which this cannot be done.</summary>
    EBUSY = 16,

    /// <summary>There is one already.</summary>
    EEXIST = 17,

    /// <summary>There is no such device.</summary>
    ENODEV = 19,

    /// <summary>An argument is wrong.</summary>
    EINVAL = 22,

    /// <summary>What was asked for is not offered.</summary>
    EOPNOTSUPP = 95,

    /// <summary>The operation was given up after it had begun.</summary>
    ECANCELED = 125,
}
