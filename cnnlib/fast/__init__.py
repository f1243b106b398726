"""From loops to matrix products: the fast path of the convolution and of its gradients, in NumPy alone.

A window is a row of numbers, and so is each kernel: a convolution is a matrix product. Chapter 6 walks there from the
six loops; this is its step 6. The modules, in the order in which to read them:

lowering
    A copy of X in which each window is one run of neighbours, ``L[i, j, h, k2, n] = X[i, h, j*s2 + k2*d2, n]`` (Cho and
    Brand 2017): K2 copies of X do where im2col makes K1*K2. Each run is copied as one item.
cut, blocks
    No lowered tensor is ever in memory as a whole, but a block of it, which the cache holds until it is used.
forward
    Windows times kernels: many small products in one call of np.matmul, straight into Z. The kernels start where a line
    of the cache does, and the bias is added to whole rows of Z.
bands, diagonals
    What else to multiply where the output channels do not fill a vector of the processor.
gradients, partial_sums
    dJ/dX is a convolution of dJ/dZ; dJ/dW is the windows, transposed, times dJ/dZ.
memory, threads, tuning
    What the machine gives: arrays that are used again, a second thread, and the sizes at which work is cut.

What each point buys, on the layers A to F that chapter 6 names: how many times as long a pass takes without it. Medians
of five pairs (`bench/compare.py`), in processor time of an AMD EPYC with AVX-512 unless it says otherwise.

==========================================  ==========================================================================
Each run is copied as one item              forward in float32: A 1.06, B 1.04, E 1.12
Small products, not of a quarter the size   forward C 1.05 to 1.08; backward C 1.14 to 1.19, D 1.06 to 1.09
Straight into Z, not by way of a copy       forward E 3.5 to 4.3, A 1.0 in float32 and 2.5 in float64
Kernels at a line of the cache              C 1.22 and F 1.14 in float32, C 1.30 and F 1.20 in float64 on an Intel Xeon;
                                            nothing on the AMD
Two threads                                 1.6 to 1.9 in elapsed time where there is enough to do, on an Intel Xeon
The bias added to whole rows                forward A 1.05, E 1.2 in float64
Bands                                       forward E 1.35 in float32
Diagonals                                   backward E 1.7 to 2.0
A kernel of one pixel needs no copy         F 1.03 to 1.20
dJ/dW of several images in one product      backward C 1.03 to 1.06, D 1.22 to 1.29
dJ/dW in tiles of 64 x 64 weights           backward in float32: C 1.4, D 3.1
Blocks worked out once for the same sizes   A and E 1.02 to 1.03
==========================================  ==========================================================================
"""

from cnnlib.fast.forward import correlate
from cnnlib.fast.gradients import input_grad, weight_grad
from cnnlib.fast.memory import Scratch
from cnnlib.fast.threads import Job, run
from cnnlib.fast.tuning import THIS_MACHINE, Tuning, openblas_core

__all__ = ["THIS_MACHINE", "Job", "Scratch", "Tuning", "correlate", "input_grad", "openblas_core", "run", "weight_grad"]
