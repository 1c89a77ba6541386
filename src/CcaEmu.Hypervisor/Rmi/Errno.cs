namespace CcaEmu.Hypervisor.Rmi;

/// <summary>Why a host operation failed, by the names and numbers a Linux host gives its callers.</summary>
internal enum Errno
{
    /// <summary>It did not fail.</summary>
    None = 0,

    /// <summary>The RMM refused, or did what it should not.</summary>
    ENXIO = 6,

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

    /// <summary>The operation was given up after it had begun.</summary>
    ECANCELED = 125,
}
