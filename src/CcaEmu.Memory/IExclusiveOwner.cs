namespace CcaEmu.Memory;

/// <summary>An observer with an exclusive monitor.</summary>
public interface IExclusiveOwner
{
    /// <summary>A write by another observer has cleared this one's mark.</summary>
    void OnMarkCleared();
}
