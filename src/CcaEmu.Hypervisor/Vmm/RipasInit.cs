namespace CcaEmu.Hypervisor.Vmm;

/// <summary>What of a realm's memory has RIPAS RAM when it is activated.</summary>
public enum RipasInit
{
    /// <summary>All of it: the guest may use every page at once.</summary>
    All,

    /// <summary>The pages that are loaded: the guest asks for the others by RSI_IPA_STATE_SET, as a kernel does that knows of realms.</summary>
    Loaded,
}
