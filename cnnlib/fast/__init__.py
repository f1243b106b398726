"""The fast path of the convolution and of its gradients."""

from cnnlib.fast.forward import correlate
from cnnlib.fast.gradients import input_grad, weight_grad
from cnnlib.fast.memory import Scratch
from cnnlib.fast.threads import Job, run
from cnnlib.fast.tuning import THIS_MACHINE, Tuning, openblas_core

__all__ = ["THIS_MACHINE", "Job", "Scratch", "Tuning", "correlate", "input_grad", "openblas_core", "run", "weight_grad"]
