namespace CcaEmu.Diagnostics.Crossings;

/// <summary>Someone who hears of each leg when it is over.</summary>
public interface ICrossingObserver
{
    /// <summary>A PE has left a level.</summary>
    /// <param name="leg">Its stay there.</param>
    void OnLeg(in CrossingLeg leg);
}
