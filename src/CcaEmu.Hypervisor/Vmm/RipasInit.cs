namespace CcaEmu.Hypervisor.Vmm;

/// <summary>What of a realm's memory has RIPAS RAM when it is activated.</summary>
public enum RipasInit
{
    /// <summary>All of it: the guest may use every page at once.</summary>
    All,

    /// <summary>The image, with what it needs behind its file, and the files beside it, in units of 64 KiB: the guest asks for the others by RSI_IPA_STATE_SET, as a kernel does that knows of realms.</summary>
    Loaded,
}
