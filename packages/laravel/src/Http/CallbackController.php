<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Http;

use Cotp\Laravel\CotpManager;
use Cotp\Laravel\Events\CallbackRejected;
use Cotp\Laravel\Events\CallbackStored;
use CotpCallbackException;
use Illuminate\Contracts\Debug\ExceptionHandler;
use Illuminate\Contracts\Events\Dispatcher;
use Illuminate\Http\Request;
use Illuminate\Http\Response;
use Psr\Log\LoggerInterface;
use Throwable;

/** Verifies a callback, stores it, and responds. It sends nothing to the service: cotp:work does that. */
final readonly class CallbackController
{
    public function __construct(
        private CotpManager $cotp,
        private Dispatcher $events,
        private ExceptionHandler $exceptions,
        private LoggerInterface $log,
    ) {
    }

    public function __invoke(Request $request, string $account = 'default'): Response
    {
        if (!$this->cotp->has($account)) {
            return new Response(status: 404);
        }
        $token = $request->query('cotp');
        try {
            $event = $this->cotp->verifier($account)->verify($request->getContent(), is_string($token) ? $token : '');
        } catch (CotpCallbackException $rejected) {
            $this->log->notice('cotp: a callback was rejected.', ['account' => $account, 'reason' => $rejected->reason]);
            $this->tell(new CallbackRejected($account, $rejected->reason));
            return new Response(status: 403);
        }
        try {
            $isStored = $this->cotp->account($account)->receive($event);
        } catch (Throwable $fault) {
            $this->exceptions->report($fault);
            return new Response(status: 503, headers: ['Retry-After' => '60']);
        }
        if ($isStored) {
            $this->tell(new CallbackStored($account, $event));
        }
        return new Response(status: $isStored ? 204 : 404);
    }

    /** A listener that fails must not change the response: the callback was stored, or was rejected anyway. */
    private function tell(CallbackStored|CallbackRejected $event): void
    {
        try {
            $this->events->dispatch($event);
        } catch (Throwable $fault) {
            $this->exceptions->report($fault);
        }
    }
}
