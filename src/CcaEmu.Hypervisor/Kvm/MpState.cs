namespace CcaEmu.Hypervisor.Kvm;

/// <summary>Whether a virtual CPU is on (KVM_GET_MP_STATE).</summary>
public enum MpState
{
    /// <summary>KVM_MP_STATE_RUNNABLE: on, whether it waits for an interrupt or not.</summary>
    Runnable = 0,

    /// <summary>KVM_MP_STATE_STOPPED: off, until PSCI CPU_ON.</summary>
    Stopped = 5,
}
