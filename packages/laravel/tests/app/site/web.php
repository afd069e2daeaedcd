<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

use Illuminate\Support\Facades\Route;

Route::post('/form-of-the-site', static fn (): string => 'accepted');       // requires a CSRF token
