using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Debugging;

/// <content>Going back.</content>
internal sealed partial class DebugSession
{
    private void GoBack(in Resume resume)
    {
        Place? until = _ended ? null : _stoppedAt;
        // Whoever stands at the beginning has nothing before it.
        _travel = new Travel(resume.Kind, resume.Pe, until, IsSearch: true);
        Abandon();
    }

    // The rest of this run does not matter; a new one begins.
    private void Abandon()
    {
        _abandoned = true;
        _run.Machine.RequestStop();
        foreach (ProcessingElement pe in Pes)
        {
            pe.InstructionObserver = null;
            pe.EndRunBy(0);
        }
    }

    // A place on the way.
    private void Pass(ProcessingElement pe, Travel travel)
    {
        if (travel.Until is { } until && until.IsReachedBy(pe))
        {
            Arrive(pe, travel);
            return;
        }
        if (!travel.IsSearch)
            return;
        if (travel.Kind == ResumeKind.ReverseStep && travel.Pe == pe.Index)
            travel.Found = (Place.Of(pe), StopEvent.Step);
        else if (travel.Kind == ResumeKind.ReverseContinue && _breakAddresses.Contains(pe.PC) && Hit(pe) is { } point)
            travel.Found = (Place.Of(pe), new StopEvent(5, point.StopReason, null));
    }

    // An event on the way.
    private void PassEvent(ProcessingElement pe, Travel travel, in StopEvent why)
    {
        if (travel.Until is { } until && until.IsReachedBy(pe))
            Arrive(pe, travel);
        else if (travel is { IsSearch: true, Kind: ResumeKind.ReverseContinue })
            travel.Found = (Place.Of(pe), why);
    }

    private void Arrive(ProcessingElement pe, Travel travel)
    {
        if (travel.IsSearch)
        {
            (Place place, StopEvent why) = travel.Found ?? (new Place(0, 0), StopEvent.AtBeginning);
            _travel = travel with { Until = place, IsSearch = false, Found = (place, why) };
            Abandon();
            return;
        }
        _travel = null;
        Stop(pe, travel.Found!.Value.Why);
    }
}
