<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * A small Laravel site for the tests, whose folders are elsewhere: COTP_TEST_SITE, or a temporary folder. Its
 * vendor folder there lists only this package, so that Laravel discovers it.
 */

use Cotp\Laravel\Tests\lib\SiteFolder;
use Illuminate\Foundation\Application;
use Illuminate\Foundation\Configuration\Exceptions;
use Illuminate\Foundation\Configuration\Middleware;

$folder = getenv('COTP_TEST_SITE') ?: SiteFolder::temporary();
is_dir("$folder/vendor") || SiteFolder::fill($folder);
putenv('COMPOSER_VENDOR_DIR=' . ($_ENV['COMPOSER_VENDOR_DIR'] = $_SERVER['COMPOSER_VENDOR_DIR'] = "$folder/vendor"));

return Application::configure($folder)
    ->withRouting(web: dirname(__DIR__) . '/site/web.php')
    ->withMiddleware(static function (Middleware $middleware): void {
    })
    ->withExceptions(static function (Exceptions $exceptions): void {
    })
    ->create();
