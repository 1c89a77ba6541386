namespace CcaEmu.Cpu;

/// <summary>Whether a walk may use what earlier walks have left; a type parameter, so that each form is compiled for itself.</summary>
internal interface IWalkCaching
{
    /// <summary>Whether walk caches and cached granule protection checks are used.</summary>
    static abstract bool Enabled { get; }

    /// <summary>Used.</summary>
    internal readonly struct On : IWalkCaching
    {
        static bool IWalkCaching.Enabled => true;
    }

    /// <summary>Neither used nor filled: every descriptor, and every entry of the Granule Protection Table, is read.</summary>
    internal readonly struct Off : IWalkCaching
    {
        static bool IWalkCaching.Enabled => false;
    }
}
