namespace CcaEmu.Devices;

/// <summary>A level-sensitive interrupt output of a device.</summary>
public sealed class InterruptOutput
{
    /// <summary>Whether the output is asserted.</summary>
    public bool IsAsserted { get; private set; }

    /// <summary>Told of every change, with the new level: the input of an interrupt controller.</summary>
    public Action<bool>? Changed { get; set; }

    /// <summary>Drives the output.</summary>
    /// <param name="asserted">Its level from now on.</param>
    internal void Set(bool asserted)
    {
        if (asserted == IsAsserted)
            return;
        IsAsserted = asserted;
        Changed?.Invoke(asserted);
    }
}
