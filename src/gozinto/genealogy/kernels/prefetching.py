"""Asking memory for what will be needed soon: a processor instruction that numba does not offer."""

from __future__ import annotations

from typing import Any

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

_code: Any = cgutils


def _prefetch(_: Any, array: Any, index: Any) -> Any:
    """The type of the call, and how it is written: llvm.prefetch(address, read, keep, data)."""

    def written(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        whole = context.make_array(signature.args[0])(context, builder, arguments[0])
        address = builder.bitcast(builder.gep(whole.data, [arguments[1]]), _code.voidptr_t)
        ir, number = _code.ir, _code.ir.IntType(32)
        shape = ir.FunctionType(ir.VoidType(), [_code.voidptr_t, number, number, number])
        function = _code.get_or_insert_function(builder.module, shape, "llvm.prefetch.p0")
        builder.call(function, [address, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, types.intp), written


prefetch: Any = intrinsic(_prefetch)
