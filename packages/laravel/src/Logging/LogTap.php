<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Logging;

use Illuminate\Log\Logger;
use Monolog\Handler\FormattableHandlerInterface;
use Monolog\Logger as Monolog;

/** The entry "tap" of a log channel. The service provider adds it to all channels, unless cotp.log is false. */
final class LogTap
{
    public function __invoke(Logger $logger): void
    {
        $monolog = $logger->getLogger();
        if (!$monolog instanceof Monolog) {
            return;
        }
        $monolog->pushProcessor(new LogProcessor());
        foreach ($monolog->getHandlers() as $handler) {
            if ($handler instanceof FormattableHandlerInterface && !$handler->getFormatter() instanceof LogFormatter) {
                $handler->setFormatter(new LogFormatter($handler->getFormatter()));
            }
        }
    }
}
