namespace CcaEmu.Cli.Testing;

/// <summary>As what an image runs.</summary>
internal enum ImageKind
{
    /// <summary>A realm.</summary>
    Realm,

    /// <summary>An ordinary virtual machine.</summary>
    Vm,
}
