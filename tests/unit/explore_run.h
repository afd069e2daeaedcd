/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef EXPLORE_RUN_H
#define EXPLORE_RUN_H

#include "explore_model.h"

/* Takes every path of the run through a call of this operation. Returns their number. */
uint64_t explore_run(const model_operation *operation);

#endif
