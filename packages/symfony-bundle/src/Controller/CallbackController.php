<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Controller;

use Cotp\Ledger\AccountProvider;
use Cotp\Ledger\Ledger;
use Cotp\SymfonyBundle\Event\CallbackRejected;
use Cotp\SymfonyBundle\Event\CallbackStored;
use CotpCallbackException;
use InvalidArgumentException;
use Psr\EventDispatcher\EventDispatcherInterface;
use Psr\Log\LoggerInterface;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Throwable;

/**
 * Stores callbacks. It responds with 2xx only after the ledger has committed the callback, so it does not go through a
 * bus: the Webhook component would respond before a queue has stored anything.
 */
final readonly class CallbackController
{
    public function __construct(private AccountProvider $accounts, private Ledger $ledger, private EventDispatcherInterface $events, private ?LoggerInterface $logger = null)
    {
    }

    public function __invoke(Request $request, string $account = 'default'): Response
    {
        try {
            return new Response(status: $this->store($request, $account));
        } catch (Throwable $fault) {
            $this->logger?->error('A callback was not stored.', ['account' => $account, 'exception' => $fault]);
            return new Response(status: 503, headers: ['Retry-After' => '60']);
        }
    }

    /** Returns the status of the response: the same for every rejected callback. */
    private function store(Request $request, string $account): int
    {
        $token = $request->query->all()['cotp'] ?? '';
        try {
            $event = $this->accounts->account($account)->verifier->verify($request->getContent(), is_string($token) ? $token : '');
        } catch (CotpCallbackException $rejected) {
            $this->logger?->notice('A callback was rejected.', ['account' => $account, 'reason' => $rejected->reason]);
            $this->tell(new CallbackRejected($account, $rejected->reason));
            return 403;
        } catch (InvalidArgumentException) {
            $this->logger?->notice('A callback was rejected.', ['reason' => 'unknown_account']);
            return 403;
        }
        if ($this->ledger->receive($event, $account)) {
            $this->tell(new CallbackStored($account, $event));
            return 204;
        }
        $this->logger?->warning('A callback has a reference that is not one of the ledger.', ['account' => $account]);
        return 404;
    }

    /** A listener that fails must not change the response: the callback was stored, or was rejected anyway. */
    private function tell(CallbackStored|CallbackRejected $event): void
    {
        try {
            $this->events->dispatch($event);
        } catch (Throwable $fault) {
            $this->logger?->error('A listener of a callback failed.', ['account' => $event->account, 'exception' => $fault]);
        }
    }
}
