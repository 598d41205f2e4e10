// Generated from contracts/dashboard.openapi.yaml by `npm run contracts:types`.
export interface components {
    schemas: {
        Id: string;
        NullableId: string | null;
        Timestamp: string;
        NullableTimestamp: string | null;
        CalendarDate: string;
        NullableCalendarDate: string | null;
        Currency: "XAF" | "USD";
        Amount: number;
        PositiveAmount: number;
        SignedAmount: number;
        Percentage: number;
        Metadata: Record<string, unknown>;
        Email: string;
        Password: string;
        PersonName: string;
        OneTimeCode: string;
        TwoFactorCode: string;
        CameroonPhone: string;
        MobileMoneyPhone: string;
        NormalizedPhone: string;
        CountryCode: "CM" | "NG" | "TD" | "CF" | "CG" | "GA" | "GQ" | "FR" | "GB" | "US" | "DE" | "OTHER";
        Region: "Adamaoua" | "Centre" | "Est" | "Extrême-Nord" | "Littoral" | "Nord" | "Nord-Ouest" | "Ouest" | "Sud" | "Sud-Ouest";
        RegionInput: "Adamaoua" | "Centre" | "Est" | "Extrême-Nord" | "Littoral" | "Nord" | "Nord-Ouest" | "Ouest" | "Sud" | "Sud-Ouest" | "AD" | "CE" | "ES" | "EN" | "LT" | "NO" | "NW" | "OU" | "SU" | "SW";
        RegistrationNumber: string;
        VatNumber: string;
        HttpUrl: string;
        Pagination: {
            page: number;
            limit: number;
            total: number;
            totalPages: number;
            hasNext: boolean;
            hasPrev: boolean;
        };
        Mode: "LIVE" | "SANDBOX";
        Provider: "mtn-momo" | "orange-money";
        PaymentMethodName: "MTN Mobile Money" | "Orange Money";
        Role: "customer" | "admin";
        ErrorBody: {
            code: string;
            message: string;
            details: {
                [key: string]: unknown;
            } | null;
        };
        ErrorResponse: {
            success: false;
            error: components["schemas"]["ErrorBody"];
        };
        SignupRequest: {
            username: string;
            firstName: components["schemas"]["PersonName"];
            lastName: components["schemas"]["PersonName"];
            email: components["schemas"]["Email"];
            password: components["schemas"]["Password"];
        };
        SignupResult: {
            userId: components["schemas"]["Id"];
            email: components["schemas"]["Email"];
            isVerified: false;
        };
        LoginRequest: {
            email: components["schemas"]["Email"];
            password: string;
        };
        SessionUser: {
            id: components["schemas"]["Id"];
            email: components["schemas"]["Email"];
            username: string;
            firstName: components["schemas"]["PersonName"];
            lastName: components["schemas"]["PersonName"];
            isVerified: boolean;
            role: components["schemas"]["Role"];
        };
        Session: {
            accessToken: string;
            refreshToken: string;
            user: components["schemas"]["SessionUser"];
            tokenType?: "Bearer";
            expiresIn?: number;
        };
        TwoFactorLoginRequest: {
            challengeToken: string;
            code: components["schemas"]["TwoFactorCode"];
        };
        EmailRequest: {
            email: components["schemas"]["Email"];
        };
        OtpSent: {
            email: components["schemas"]["Email"];
            sent: boolean;
            expiresAt: components["schemas"]["Timestamp"];
            resendAvailableAt: components["schemas"]["Timestamp"];
        };
        VerifyOtpRequest: {
            email: components["schemas"]["Email"];
            otp: components["schemas"]["OneTimeCode"];
        };
        EmailVerified: {
            email: components["schemas"]["Email"];
            isVerified: true;
        };
        LoggedOut: {
            loggedOut: true;
        };
        RefreshRequest: {
            refreshToken: string;
        };
        ResetRequested: {
            requested: true;
        };
        ResetPasswordRequest: {
            token: string;
            newPassword: components["schemas"]["Password"];
            confirmPassword: string;
        };
        PasswordReset: {
            passwordReset: true;
        };
        UserProfile: {
            id: components["schemas"]["Id"];
            email: components["schemas"]["Email"];
            username: string;
            firstName: components["schemas"]["PersonName"];
            lastName: components["schemas"]["PersonName"];
            phone: components["schemas"]["NormalizedPhone"] | null;
            isVerified: boolean;
            role: components["schemas"]["Role"];
            twoFactorEnabled?: boolean;
            organizationId?: components["schemas"]["Id"];
            createdAt?: components["schemas"]["Timestamp"];
        };
        UpdateProfileRequest: {
            firstName?: components["schemas"]["PersonName"];
            lastName?: components["schemas"]["PersonName"];
            phone?: components["schemas"]["CameroonPhone"] | "" | null;
        } & {
            [key: string]: unknown;
        };
        ChangePasswordRequest: {
            currentPassword: string;
            newPassword: components["schemas"]["Password"];
            confirmPassword: string;
        };
        PasswordChanged: {
            passwordChanged: true;
            otherSessionsRevoked: number;
        };
        TwoFactorRequest: {
            enabled: boolean;
            code?: components["schemas"]["TwoFactorCode"];
        };
        TwoFactorState: {
            enabled: boolean;
            status: "disabled" | "pending" | "enabled";
            secret: string | null;
            otpauthUrl: string | null;
            qrCode: string | null;
            recoveryCodes: string[] | null;
        };
        ConfirmTwoFactorRequest: {
            code: components["schemas"]["OneTimeCode"];
        };
        Language: "en" | "fr" | "de" | "nl" | "es";
        AccountSettings: {
            language: components["schemas"]["Language"];
            timezone: string;
            testMode: boolean;
            emailNotifications: boolean;
            pushNotifications: boolean;
            marketingEmails: boolean;
        };
        UpdateSettingsRequest: {
            emailNotifications?: boolean;
            pushNotifications?: boolean;
            marketingEmails?: boolean;
        };
        OnboardingStep: "stakeholder" | "business" | "payment" | "document";
        OnboardingProgress: {
            completedSteps: components["schemas"]["OnboardingStep"][];
            currentStep: components["schemas"]["OnboardingStep"];
            isComplete: boolean;
            progressPercentage: 0 | 25 | 50 | 75 | 100;
            reviewStatus?: "not_submitted" | "under_review" | "approved" | "rejected";
            rejectionReason?: string | null;
        };
        OnboardingStepResult: {
            step: components["schemas"]["OnboardingStep"];
            savedAt: components["schemas"]["Timestamp"];
            progress: components["schemas"]["OnboardingProgress"];
        };
        StakeholderRequest: {
            firstName: components["schemas"]["PersonName"];
            lastName: components["schemas"]["PersonName"];
            email: components["schemas"]["Email"];
            phone: components["schemas"]["CameroonPhone"];
            dateOfBirth: components["schemas"]["CalendarDate"];
            nationality: components["schemas"]["CountryCode"];
            address: string;
            city: string;
            region?: components["schemas"]["RegionInput"] | string | null;
            country: components["schemas"]["CountryCode"];
        };
        BusinessType: "entreprise-individuelle" | "sarl" | "sa" | "snc" | "association" | "autre";
        Industry: "agriculture" | "commerce" | "ecommerce" | "services" | "technologie" | "telecom" | "transport" | "sante" | "education" | "tourisme" | "bancaire" | "extraction" | "autre";
        BusinessActivityRequest: {
            businessName: string;
            businessType: components["schemas"]["BusinessType"];
            industry: components["schemas"]["Industry"];
            businessRegistrationNumber: components["schemas"]["RegistrationNumber"];
            vatNumber?: components["schemas"]["VatNumber"] | null;
            website?: string | null;
            description: string;
        };
        PaymentMethodsRequest: {
            paymentMethods: components["schemas"]["Provider"][];
        };
        DocumentType: "Passport" | "National ID" | "Driver's License";
        IdDocumentRequest: {
            documentType: components["schemas"]["DocumentType"];
            frontImage: string;
            backImage?: string;
        };
        UploadedFile: {
            side: "front" | "back";
            fileName: string;
            mimeType: "image/png" | "image/jpeg" | "application/pdf";
            sizeBytes: number;
        };
        IdDocument: {
            documentId: components["schemas"]["Id"];
            documentType: components["schemas"]["DocumentType"];
            status: "pending" | "approved" | "rejected";
            files: components["schemas"]["UploadedFile"][];
            uploadedAt: components["schemas"]["Timestamp"];
            step: components["schemas"]["OnboardingStep"];
            progress: components["schemas"]["OnboardingProgress"];
        };
        PaymentLinkStatus: "active" | "expired" | "cancelled";
        PaymentLinkType: "Fixed" | "Subscription" | "Donation";
        PaymentLinkTypeInput: "Fixed" | "Subscription" | "Donation" | "Variable";
        ExpiryDateInput: string;
        CreatePaymentLinkRequest: {
            type: components["schemas"]["PaymentLinkTypeInput"];
            amount: number;
            currency: components["schemas"]["Currency"];
            description?: string;
            expiryDate?: components["schemas"]["ExpiryDateInput"] | null;
            redirectUrl?: components["schemas"]["HttpUrl"] | null;
            reusable: boolean;
            paymentMethods: components["schemas"]["PaymentMethodName"][];
            saveUrl: boolean;
        };
        PaymentLinkCreated: {
            paymentLinkId: components["schemas"]["Id"];
            url: components["schemas"]["HttpUrl"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: "active";
            createdAt: components["schemas"]["Timestamp"];
            id?: components["schemas"]["Id"];
            slug?: string;
        };
        PaymentLink: {
            paymentLinkId: components["schemas"]["Id"];
            url: components["schemas"]["HttpUrl"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["PaymentLinkStatus"];
            createdAt: components["schemas"]["Timestamp"];
            id: components["schemas"]["Id"];
            slug: string;
            type: components["schemas"]["PaymentLinkType"];
            description: string | null;
            expiryDate: components["schemas"]["NullableCalendarDate"];
            expiresAt: components["schemas"]["NullableTimestamp"];
            redirectUrl: components["schemas"]["HttpUrl"] | null;
            reusable: boolean;
            paymentMethods: components["schemas"]["PaymentMethodName"][];
            maxUses: number | null;
            currentUses: number;
            closedReason: "used" | "expired" | "cancelled" | null;
            metadata: components["schemas"]["Metadata"];
            mode: components["schemas"]["Mode"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        PaymentStatus: "pending" | "paid" | "failed" | "expired" | "cancelled";
        RefundState: "none" | "pending" | "partial" | "full";
        PaymentCustomer: {
            name: string;
            email: components["schemas"]["Email"] | null;
            phone?: components["schemas"]["NormalizedPhone"];
        };
        PaymentListItem: {
            id: components["schemas"]["Id"];
            paymentLinkId: components["schemas"]["NullableId"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            description: string;
            status: components["schemas"]["PaymentStatus"];
            paymentMethod: components["schemas"]["PaymentMethodName"];
            customer: components["schemas"]["PaymentCustomer"];
            createdAt: components["schemas"]["Timestamp"];
            paidAt: components["schemas"]["NullableTimestamp"];
            mode?: components["schemas"]["Mode"];
            refundState?: components["schemas"]["RefundState"];
        };
        Payment: {
            id: components["schemas"]["Id"];
            paymentLinkId: components["schemas"]["NullableId"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            description: string;
            status: components["schemas"]["PaymentStatus"];
            paymentMethod: components["schemas"]["PaymentMethodName"];
            customer: components["schemas"]["PaymentCustomer"];
            createdAt: components["schemas"]["Timestamp"];
            paidAt: components["schemas"]["NullableTimestamp"];
            transactionId: components["schemas"]["Id"];
            provider: components["schemas"]["Provider"];
            providerReference: string | null;
            phoneNumber: components["schemas"]["NormalizedPhone"];
            fee: components["schemas"]["Amount"];
            netAmount: components["schemas"]["Amount"];
            refundState: components["schemas"]["RefundState"];
            refundedAmount: components["schemas"]["Amount"];
            refundableAmount: components["schemas"]["Amount"];
            providerAmount: components["schemas"]["Amount"];
            providerCurrency: "XAF";
            exchangeRate: number;
            failureCode: string | null;
            failureReason: string | null;
            cancelledBy: "organization" | "payer" | null;
            availableOn: components["schemas"]["NullableCalendarDate"];
            disputed: boolean;
            chargebackId: components["schemas"]["NullableId"];
            orderId: components["schemas"]["NullableId"];
            invoiceId: components["schemas"]["NullableId"];
            metadata: components["schemas"]["Metadata"];
            mode: components["schemas"]["Mode"];
            expiresAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        MakePaymentRequest: {
            amount: components["schemas"]["PositiveAmount"];
            currency: components["schemas"]["Currency"];
            provider: components["schemas"]["Provider"];
            phoneNumber: components["schemas"]["MobileMoneyPhone"];
            description?: string;
            metadata?: components["schemas"]["Metadata"];
            customerId?: components["schemas"]["Id"];
            orderId?: components["schemas"]["Id"];
            allowDuplicate: boolean;
        };
        PaymentStarted: {
            transactionId: components["schemas"]["Id"];
            status: "pending";
            providerReference: string;
            paymentId?: components["schemas"]["Id"];
            amount?: components["schemas"]["Amount"];
            currency?: components["schemas"]["Currency"];
            expiresAt?: components["schemas"]["Timestamp"];
            mode?: components["schemas"]["Mode"];
        };
        PaymentStatusReport: {
            transactionId: components["schemas"]["Id"];
            paymentId: components["schemas"]["Id"];
            status: components["schemas"]["PaymentStatus"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            provider: components["schemas"]["Provider"];
            providerReference: string | null;
            failureCode: string | null;
            failureReason: string | null;
            createdAt: components["schemas"]["Timestamp"];
            paidAt: components["schemas"]["NullableTimestamp"];
            lastCheckedAt: components["schemas"]["NullableTimestamp"];
        };
        AccountHolder: {
            isActive: boolean;
            name: string | null;
            phoneNumber: components["schemas"]["NormalizedPhone"];
        };
        RefundStatus: "pending" | "processing" | "completed" | "failed";
        CreateRefundRequest: {
            amount: components["schemas"]["PositiveAmount"];
            description?: string;
            reason?: string | null;
        };
        RefundCreated: {
            refundId: components["schemas"]["Id"];
            paymentId: components["schemas"]["Id"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["RefundStatus"];
            createdAt: components["schemas"]["Timestamp"];
            id?: components["schemas"]["Id"];
        };
        Refund: {
            id: components["schemas"]["Id"];
            refundId: components["schemas"]["Id"];
            paymentId: components["schemas"]["Id"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["RefundStatus"];
            createdAt: components["schemas"]["Timestamp"];
            description: string | null;
            reason: string | null;
            feeReturned: components["schemas"]["Amount"];
            failureReason: string | null;
            providerReference: string | null;
            mode: components["schemas"]["Mode"];
            completedAt: components["schemas"]["NullableTimestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        ChargebackStatus: "open" | "won" | "lost";
        ChargebackListItem: {
            id: components["schemas"]["Id"];
            paymentId: components["schemas"]["Id"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["ChargebackStatus"];
            reason: string;
            createdAt: components["schemas"]["Timestamp"];
            evidenceDueBy?: components["schemas"]["Timestamp"];
        };
        ChargebackEvidence: {
            evidenceId: components["schemas"]["Id"];
            documents: string[];
            description: string;
            additionalInfo: string | null;
            submittedAt: components["schemas"]["Timestamp"];
        };
        Chargeback: {
            id: components["schemas"]["Id"];
            paymentId: components["schemas"]["Id"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["ChargebackStatus"];
            reason: string;
            createdAt: components["schemas"]["Timestamp"];
            evidenceDueBy: components["schemas"]["Timestamp"];
            evidence: components["schemas"]["ChargebackEvidence"][];
            payment: components["schemas"]["PaymentListItem"];
            providerReference: string | null;
            mode: components["schemas"]["Mode"];
            resolvedAt: components["schemas"]["NullableTimestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        ChargebackEvidenceRequest: {
            documents: string[];
            description: string;
            additionalInfo?: string | null;
        };
        ChargebackEvidenceUpload: {
            documents: string[];
            description: string;
            additionalInfo?: string;
        };
        EvidenceSubmitted: {
            chargebackId: components["schemas"]["Id"];
            evidenceId: components["schemas"]["Id"];
            status: components["schemas"]["ChargebackStatus"];
            documents: string[];
            submissionsLeft: number;
            evidenceDueBy: components["schemas"]["Timestamp"];
            submittedAt: components["schemas"]["Timestamp"];
        };
        OrderStatus: "pending" | "paid" | "shipped" | "cancelled";
        OrderItem: {
            name: string;
            quantity: number;
            price: components["schemas"]["Amount"];
            productId?: components["schemas"]["NullableId"];
        };
        OrderItemInput: {
            name: string;
            quantity: number;
            price: components["schemas"]["Amount"];
            productId?: components["schemas"]["NullableId"];
        };
        CustomerRef: {
            id: components["schemas"]["Id"];
            name: string;
            email: components["schemas"]["Email"];
        };
        OrderListItem: {
            id: components["schemas"]["Id"];
            customer: components["schemas"]["CustomerRef"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            items: components["schemas"]["OrderItem"][];
            status: components["schemas"]["OrderStatus"];
            createdAt: components["schemas"]["Timestamp"];
        };
        Order: {
            id: components["schemas"]["Id"];
            customer: components["schemas"]["CustomerRef"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            items: components["schemas"]["OrderItem"][];
            status: components["schemas"]["OrderStatus"];
            createdAt: components["schemas"]["Timestamp"];
            orderId: components["schemas"]["Id"];
            paymentId: components["schemas"]["NullableId"];
            description: string | null;
            metadata: components["schemas"]["Metadata"];
            mode: components["schemas"]["Mode"];
            paidAt: components["schemas"]["NullableTimestamp"];
            shippedAt: components["schemas"]["NullableTimestamp"];
            cancelledAt: components["schemas"]["NullableTimestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        OrderSummary: {
            totalOrders: number;
            paid: number;
            pending: number;
            totalRevenue: components["schemas"]["Amount"];
            totalRevenueUsd?: components["schemas"]["Amount"];
        };
        CreateOrderRequest: {
            customerId: components["schemas"]["Id"];
            currency: components["schemas"]["Currency"];
            items: components["schemas"]["OrderItemInput"][];
            description?: string;
            metadata?: components["schemas"]["Metadata"];
        };
        UpdateOrderRequest: {
            status: "shipped" | "cancelled";
        };
        Balance: {
            currency: components["schemas"]["Currency"];
            available: components["schemas"]["SignedAmount"];
            pending: components["schemas"]["SignedAmount"];
            reserved: components["schemas"]["Amount"];
            lastUpdated: components["schemas"]["Timestamp"];
        };
        TransactionType: "payment" | "refund" | "payout" | "fee" | "chargeback";
        TransactionStatus: "pending" | "processing" | "completed" | "failed" | "reversed";
        Transaction: {
            id: components["schemas"]["Id"];
            type: components["schemas"]["TransactionType"];
            amount: components["schemas"]["Amount"];
            direction: "credit" | "debit";
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["TransactionStatus"];
            description: string;
            paymentId: components["schemas"]["NullableId"];
            refundId: components["schemas"]["NullableId"];
            payoutId: components["schemas"]["NullableId"];
            chargebackId: components["schemas"]["NullableId"];
            availableOn: components["schemas"]["NullableCalendarDate"];
            mode: components["schemas"]["Mode"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        PayoutStatus: "pending" | "processing" | "completed" | "failed";
        CreatePayoutRequest: {
            amount: components["schemas"]["PositiveAmount"];
            currency: components["schemas"]["Currency"];
            description?: string | null;
            bankAccountId?: components["schemas"]["Id"];
        };
        PayoutDestination: {
            type: "bank-account" | "mobile-money" | "sandbox";
            label: string;
            bankAccountId: components["schemas"]["NullableId"];
        };
        PayoutCreated: {
            payoutId: components["schemas"]["Id"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: "pending";
            estimatedArrival: components["schemas"]["Timestamp"];
            createdAt: components["schemas"]["Timestamp"];
            id?: components["schemas"]["Id"];
        };
        Payout: {
            id: components["schemas"]["Id"];
            payoutId: components["schemas"]["Id"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["PayoutStatus"];
            estimatedArrival: components["schemas"]["Timestamp"];
            createdAt: components["schemas"]["Timestamp"];
            description: string | null;
            destination: components["schemas"]["PayoutDestination"];
            providerReference: string | null;
            failureReason: string | null;
            mode: components["schemas"]["Mode"];
            completedAt: components["schemas"]["NullableTimestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        StatisticsPeriod: "days" | "weeks" | "months" | "quarters" | "years";
        StatisticsPoint: {
            label: string;
            revenue: components["schemas"]["Amount"];
            date: components["schemas"]["Timestamp"];
            transactions: number;
        };
        StatisticsTotals: {
            revenue: components["schemas"]["Amount"];
            transactions: number;
            refunds: components["schemas"]["Amount"];
            chargebacks: components["schemas"]["Amount"];
        };
        StatisticsRange: {
            start: components["schemas"]["Timestamp"];
            end: components["schemas"]["Timestamp"];
            currency: components["schemas"]["Currency"];
        };
        Statistics: {
            period: components["schemas"]["StatisticsPeriod"];
            value: string;
            revenue: components["schemas"]["Amount"];
            transactions: number;
            refunds: components["schemas"]["Amount"];
            chargebacks: components["schemas"]["Amount"];
            dataPoints: components["schemas"]["StatisticsPoint"][];
            previousPeriod: {
                revenue: components["schemas"]["Amount"];
                transactions: number;
            } | null;
            totals: components["schemas"]["StatisticsTotals"];
            range?: components["schemas"]["StatisticsRange"];
        };
        DailyStatisticsPoint: {
            date: components["schemas"]["CalendarDate"];
            revenue: components["schemas"]["Amount"];
            transactions: number;
            refunds: components["schemas"]["Amount"];
            chargebacks: components["schemas"]["Amount"];
        };
        DailyStatistics: {
            startDate: components["schemas"]["CalendarDate"];
            endDate: components["schemas"]["CalendarDate"];
            currency: components["schemas"]["Currency"];
            data: components["schemas"]["DailyStatisticsPoint"][];
            totals: components["schemas"]["StatisticsTotals"];
        };
        SettlementStatus: "pending" | "paid";
        Settlement: {
            id: components["schemas"]["Id"];
            date: components["schemas"]["CalendarDate"];
            amount: components["schemas"]["SignedAmount"];
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["SettlementStatus"];
            grossAmount?: components["schemas"]["Amount"];
            fees?: components["schemas"]["Amount"];
            deductions?: components["schemas"]["Amount"];
            paymentCount?: number;
        };
        BalanceCategory: {
            category: "payment" | "fee" | "refund" | "chargeback" | "payout" | "settlement";
            pending: components["schemas"]["SignedAmount"];
            available: components["schemas"]["SignedAmount"];
        };
        BalanceReport: {
            startDate: components["schemas"]["CalendarDate"];
            endDate: components["schemas"]["CalendarDate"];
            openingBalance: components["schemas"]["SignedAmount"];
            closingBalance: components["schemas"]["SignedAmount"];
            categories: components["schemas"]["BalanceCategory"][];
            currency?: components["schemas"]["Currency"];
        };
        ReportType: "settlements" | "balance" | "invoices" | "payments";
        ReportFormat: "pdf" | "csv" | "xlsx";
        ExportRequest: {
            reportType: components["schemas"]["ReportType"];
            format: components["schemas"]["ReportFormat"];
            startDate: components["schemas"]["CalendarDate"];
            endDate: components["schemas"]["CalendarDate"];
            filters?: {
                [key: string]: unknown;
            };
        };
        ExportStatus: "queued" | "processing" | "completed" | "failed" | "expired";
        ReportExport: {
            reportId: components["schemas"]["Id"];
            status: components["schemas"]["ExportStatus"];
            reportType: components["schemas"]["ReportType"];
            format: components["schemas"]["ReportFormat"];
            startDate: components["schemas"]["CalendarDate"];
            endDate: components["schemas"]["CalendarDate"];
            fileName: string | null;
            rows: number | null;
            sizeBytes: number | null;
            downloadUrl: string | null;
            failureCode: "ROW_LIMIT_EXCEEDED" | "INTERNAL" | null;
            createdAt: components["schemas"]["Timestamp"];
            completedAt: components["schemas"]["NullableTimestamp"];
            expiresAt: components["schemas"]["NullableTimestamp"];
        };
        InvoiceStatus: "draft" | "sent" | "paid" | "overdue";
        InvoiceType: "one-off" | "recurring";
        InvoiceItemInput: {
            productId?: components["schemas"]["NullableId"];
            name: string;
            quantity: number;
            price: components["schemas"]["Amount"];
            vatRate: components["schemas"]["Percentage"];
        };
        Discount: {
            type: "percentage" | "fixed";
            value: number;
        };
        PaymentTerm: string;
        CreateInvoiceRequest: {
            type: components["schemas"]["InvoiceType"];
            profileId?: string;
            customerId: string;
            paymentTerm?: components["schemas"]["PaymentTerm"];
            memo?: string | null;
            items: components["schemas"]["InvoiceItemInput"][];
            discount?: components["schemas"]["Discount"] | null;
            vatDisplay: "including" | "excluding";
            currency?: components["schemas"]["Currency"];
        };
        InvoiceLine: {
            productId: components["schemas"]["NullableId"];
            name: string;
            quantity: number;
            price: components["schemas"]["Amount"];
            vatRate: components["schemas"]["Percentage"];
            lineAmount: components["schemas"]["Amount"];
        };
        VatGroup: {
            vatRate: components["schemas"]["Percentage"];
            base: components["schemas"]["Amount"];
            vatAmount: components["schemas"]["Amount"];
        };
        InvoiceCreated: {
            invoiceId: components["schemas"]["Id"];
            invoiceNumber: string;
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["InvoiceStatus"];
            dueDate: components["schemas"]["Timestamp"];
            createdAt: components["schemas"]["Timestamp"];
            id?: components["schemas"]["Id"];
            customer?: components["schemas"]["CustomerRef"];
            date?: components["schemas"]["CalendarDate"];
        };
        InvoiceListItem: {
            id: components["schemas"]["Id"];
            invoiceNumber: string;
            customer: components["schemas"]["CustomerRef"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["InvoiceStatus"];
            date: components["schemas"]["CalendarDate"];
            dueDate: components["schemas"]["Timestamp"];
            balanceDue?: components["schemas"]["Amount"];
        };
        Invoice: {
            id: components["schemas"]["Id"];
            invoiceNumber: string;
            customer: components["schemas"]["CustomerRef"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["InvoiceStatus"];
            date: components["schemas"]["CalendarDate"];
            dueDate: components["schemas"]["Timestamp"];
            invoiceId: components["schemas"]["Id"];
            type: components["schemas"]["InvoiceType"];
            profileId: string;
            paymentTerm: string;
            memo: string | null;
            items: components["schemas"]["InvoiceLine"][];
            discount: components["schemas"]["Discount"] | null;
            vatDisplay: "including" | "excluding";
            subtotal: components["schemas"]["Amount"];
            discountAmount: components["schemas"]["Amount"];
            vatAmount: components["schemas"]["Amount"];
            vatBreakdown: components["schemas"]["VatGroup"][];
            creditedAmount: components["schemas"]["Amount"];
            amountPaid: components["schemas"]["Amount"];
            balanceDue: components["schemas"]["Amount"];
            paymentUrl: components["schemas"]["HttpUrl"] | null;
            paymentId: components["schemas"]["NullableId"];
            recurringInvoiceId: components["schemas"]["NullableId"];
            mode: components["schemas"]["Mode"];
            sentAt: components["schemas"]["NullableTimestamp"];
            paidAt: components["schemas"]["NullableTimestamp"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        InvoiceSent: {
            invoiceId: components["schemas"]["Id"];
            invoiceNumber: string;
            status: "sent" | "overdue";
            sentTo: components["schemas"]["Email"];
            sentAt: components["schemas"]["Timestamp"];
            dueDate: components["schemas"]["Timestamp"];
            paymentUrl: components["schemas"]["HttpUrl"];
        };
        Frequency: "weekly" | "monthly" | "quarterly" | "yearly";
        CreateRecurringInvoiceRequest: {
            customerId: string;
            frequency: components["schemas"]["Frequency"];
            startDate: components["schemas"]["CalendarDate"];
            endDate?: components["schemas"]["NullableCalendarDate"];
            items: components["schemas"]["InvoiceItemInput"][];
            memo?: string | null;
            paymentTerm?: components["schemas"]["PaymentTerm"];
            discount?: components["schemas"]["Discount"] | null;
            vatDisplay: "including" | "excluding";
            currency?: components["schemas"]["Currency"];
        };
        RecurringInvoice: {
            id: components["schemas"]["Id"];
            recurringInvoiceId: components["schemas"]["Id"];
            customerId: components["schemas"]["Id"];
            customer: components["schemas"]["CustomerRef"];
            frequency: components["schemas"]["Frequency"];
            startDate: components["schemas"]["CalendarDate"];
            endDate: components["schemas"]["NullableCalendarDate"];
            items: components["schemas"]["InvoiceItemInput"][];
            memo: string | null;
            paymentTerm: string;
            discount: components["schemas"]["Discount"] | null;
            vatDisplay: "including" | "excluding";
            currency: components["schemas"]["Currency"];
            amount: components["schemas"]["Amount"];
            status: "active" | "ended" | "cancelled";
            nextRunDate: components["schemas"]["NullableCalendarDate"];
            lastRunDate: components["schemas"]["NullableCalendarDate"];
            invoicesIssued: number;
            mode: components["schemas"]["Mode"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        CreateCreditNoteRequest: {
            amount: components["schemas"]["PositiveAmount"];
            reason: string;
            items?: components["schemas"]["InvoiceItemInput"][];
        };
        CreditNote: {
            id: components["schemas"]["Id"];
            creditNoteId: components["schemas"]["Id"];
            creditNoteNumber: string;
            invoiceId: components["schemas"]["Id"];
            invoiceNumber: string;
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            reason: string;
            items: components["schemas"]["InvoiceLine"][];
            status: "issued";
            invoiceBalanceDue: components["schemas"]["Amount"];
            remainingCreditable: components["schemas"]["Amount"];
            mode: components["schemas"]["Mode"];
            createdAt: components["schemas"]["Timestamp"];
        };
        CustomerAddress: {
            street?: string;
            city?: string;
            region?: string;
            country?: string;
        } & {
            [key: string]: unknown;
        };
        CreateCustomerRequest: {
            name: string;
            email: components["schemas"]["Email"];
            phone?: components["schemas"]["CameroonPhone"] | string | null;
            address?: components["schemas"]["CustomerAddress"];
            taxId?: string | null;
        };
        CustomerListItem: {
            id: components["schemas"]["Id"];
            name: string;
            email: components["schemas"]["Email"];
            phone: components["schemas"]["NormalizedPhone"] | null;
            totalInvoices: number;
            totalAmount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
        };
        Customer: {
            id: components["schemas"]["Id"];
            name: string;
            email: components["schemas"]["Email"];
            phone: components["schemas"]["NormalizedPhone"] | null;
            totalInvoices: number;
            totalAmount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            customerId: components["schemas"]["Id"];
            address: components["schemas"]["CustomerAddress"] | null;
            taxId: string | null;
            totalPaid: components["schemas"]["Amount"];
            totalOutstanding: components["schemas"]["Amount"];
            recentInvoices: components["schemas"]["InvoiceListItem"][];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        CreateProductRequest: {
            name: string;
            description?: string | null;
            price: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            vatRate: components["schemas"]["Percentage"];
        };
        ProductListItem: {
            id: components["schemas"]["Id"];
            name: string;
            price: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            usedIn: number;
            createdAt: components["schemas"]["Timestamp"];
            description?: string | null;
            vatRate?: components["schemas"]["Percentage"];
        };
        Product: {
            id: components["schemas"]["Id"];
            name: string;
            price: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            usedIn: number;
            createdAt: components["schemas"]["Timestamp"];
            productId: components["schemas"]["Id"];
            description: string | null;
            vatRate: components["schemas"]["Percentage"];
        };
        Organization: {
            name: string;
            legalForm: string | null;
            registrationNumber: components["schemas"]["RegistrationNumber"] | null;
            address: string | null;
            region: components["schemas"]["Region"] | string | null;
            city: string | null;
            country: components["schemas"]["CountryCode"];
            countryName: string;
            id?: components["schemas"]["Id"];
            vatNumber?: components["schemas"]["VatNumber"] | null;
            feeRate?: components["schemas"]["Percentage"];
            timezone?: "Africa/Douala";
        };
        UpdateOrganizationRequest: {
            name?: string;
            address?: string;
            city?: string;
            region?: components["schemas"]["RegionInput"] | string;
        };
        OrganizationLogoRequest: {
            logo: string;
        };
        BankAccountStatus: "pending" | "verified" | "failed";
        BankAccount: {
            id: components["schemas"]["Id"];
            accountHolderName: string;
            bankName: string;
            accountNumber: string;
            accountType: "checking" | "savings";
            currency: components["schemas"]["Currency"];
            verificationStatus: components["schemas"]["BankAccountStatus"];
            isDefault: boolean;
            createdAt: components["schemas"]["Timestamp"];
            country?: components["schemas"]["CountryCode"];
        };
        CreateBankAccountRequest: {
            accountHolderName: string;
            accountNumber: string;
            routingNumber: string;
            bankName: string;
            accountType: "checking" | "savings";
            country: components["schemas"]["CountryCode"];
            currency: components["schemas"]["Currency"];
        };
        Deleted: {
            id: components["schemas"]["Id"];
            deleted: true;
        };
        MaskedKey: string;
        ApiKeyInfo: {
            id: components["schemas"]["Id"];
            type: "live" | "test";
            maskedKey: components["schemas"]["MaskedKey"];
            createdAt: components["schemas"]["Timestamp"];
            lastUsed: components["schemas"]["NullableTimestamp"];
        };
        ApiKeys: {
            liveApiKey: string | null;
            testApiKey: string | null;
            createdAt: components["schemas"]["NullableTimestamp"];
            lastUsed: components["schemas"]["NullableTimestamp"];
            keys?: components["schemas"]["ApiKeyInfo"][];
        };
        GenerateApiKeyRequest: {
            type: "live" | "test";
        };
        GeneratedApiKey: {
            key: string;
            keyId: components["schemas"]["Id"];
            type: "live" | "test";
            maskedKey: components["schemas"]["MaskedKey"];
            createdAt: components["schemas"]["Timestamp"];
        };
        RevokedApiKey: {
            keyId: components["schemas"]["Id"];
            type: "live" | "test";
            revoked: true;
            revokedAt: components["schemas"]["Timestamp"];
        };
        ApiLog: {
            id: components["schemas"]["Id"];
            time: components["schemas"]["Timestamp"];
            method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS";
            endpoint: string;
            status: number;
            responseTime: string;
            credential: "api-key" | "access-token";
            keyId: components["schemas"]["Id"];
            keyType: "live" | "test";
            requestId: string;
            ipAddress: string;
            userAgent: string | null;
            errorMessage: string | null;
        };
        App: {
            id: components["schemas"]["Id"];
            name: string;
            description: string | null;
            redirectUri: string | null;
            status: "active" | "inactive";
            created: components["schemas"]["Timestamp"];
            isDefault: boolean;
            keys: components["schemas"]["ApiKeyInfo"][];
        };
        AppWithKey: components["schemas"]["App"] & {
            key: string;
        };
        AppList: {
            apps: components["schemas"]["App"][];
            pagination: components["schemas"]["Pagination"];
        };
        AppListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["AppList"];
        };
        AppResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["App"];
        };
        AppWithKeyResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["AppWithKey"];
        };
        CreateAppRequest: {
            name: string;
            description?: string | null;
            redirectUri?: string | null;
        };
        UpdateAppRequest: {
            name?: string;
            description?: string | null;
            redirectUri?: string | null;
            status?: "active" | "inactive";
        } & {
            [key: string]: unknown;
        };
        AccessTokenScope: "account:read" | "balance:read" | "bank-accounts:read" | "chargebacks:read" | "chargebacks:write" | "customers:read" | "customers:write" | "invoices:read" | "invoices:write" | "notifications:read" | "notifications:write" | "orders:read" | "orders:write" | "organization:read" | "organization:write" | "payment-links:read" | "payment-links:write" | "payments:read" | "payments:write" | "payouts:read" | "payouts:write" | "products:read" | "products:write" | "refunds:read" | "refunds:write" | "reports:read" | "reports:write" | "statistics:read" | "support:write" | "webhooks:read" | "webhooks:write";
        AccessToken: {
            id: components["schemas"]["Id"];
            name: string;
            scopes: components["schemas"]["AccessTokenScope"][];
            maskedToken: string;
            status: "active" | "expired";
            createdAt: components["schemas"]["Timestamp"];
            expiresAt: components["schemas"]["Timestamp"];
            lastUsed: components["schemas"]["NullableTimestamp"];
        };
        AccessTokenCreated: components["schemas"]["AccessToken"] & {
            token: string;
        };
        CreateAccessTokenRequest: {
            name: string;
            scopes: components["schemas"]["AccessTokenScope"][];
            expiresInDays: number;
        };
        AccessTokenListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["AccessToken"][];
        };
        AccessTokenCreatedResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["AccessTokenCreated"];
        };
        NotificationType: "primary" | "notification";
        Notification: {
            id: components["schemas"]["Id"];
            type: components["schemas"]["NotificationType"];
            category: "success" | "info" | "warning" | "error";
            title: string;
            message: string;
            read: boolean;
            actionUrl: string | null;
            createdAt: components["schemas"]["Timestamp"];
        };
        UnreadCount: {
            primary: number;
            notification: number;
        };
        ReadAllRequest: {
            type?: "primary" | "notification" | null;
        };
        ReadAllResult: {
            updated: number;
            unreadCount: components["schemas"]["UnreadCount"];
        };
        WebhookEvent: "payment.completed" | "payment.failed" | "payment.expired" | "payment.cancelled" | "refund.created" | "refund.completed" | "refund.failed" | "chargeback.opened" | "chargeback.won" | "chargeback.lost" | "payout.completed" | "payout.failed" | "invoice.paid" | "payment_link.paid";
        WebhookEventPattern: "*" | "payment.*" | "refund.*" | "chargeback.*" | "payout.*" | "invoice.*" | "payment_link.*" | "payment.completed" | "payment.failed" | "payment.expired" | "payment.cancelled" | "refund.created" | "refund.completed" | "refund.failed" | "chargeback.opened" | "chargeback.won" | "chargeback.lost" | "payout.completed" | "payout.failed" | "invoice.paid" | "payment_link.paid" | "payment.paid" | "payment.refunded";
        WebhookStatus: "active" | "inactive";
        WebhookEndpoint: {
            id: components["schemas"]["Id"];
            url: string;
            events: components["schemas"]["WebhookEventPattern"][];
            status: components["schemas"]["WebhookStatus"];
            createdAt: components["schemas"]["Timestamp"];
            lastDeliveryAt?: components["schemas"]["NullableTimestamp"];
            disabledReason?: "gone" | "failing" | "manual" | null;
        };
        WebhookEndpointCreated: {
            id: components["schemas"]["Id"];
            url: string;
            events: components["schemas"]["WebhookEventPattern"][];
            status: components["schemas"]["WebhookStatus"];
            createdAt: components["schemas"]["Timestamp"];
            secret: string;
        };
        CreateWebhookRequest: {
            url: string;
            events: components["schemas"]["WebhookEventPattern"][];
        };
        UpdateWebhookRequest: {
            url?: string;
            events?: components["schemas"]["WebhookEventPattern"][];
            status?: components["schemas"]["WebhookStatus"];
        };
        MtnCallbackRequest: {
            transactionId?: string;
            status?: string;
            amount?: number | string;
            reference?: string;
        } & {
            [key: string]: unknown;
        };
        CallbackReceived: {
            received: true;
        };
        SupportRequest: {
            subject: string;
            category: string;
            message: string;
            priority: "low" | "medium" | "high";
        };
        SupportTicket: {
            ticketId: components["schemas"]["Id"];
            ticketNumber: string;
            subject: string;
            category: string;
            priority: "low" | "medium" | "high";
            status: "open";
            createdAt: components["schemas"]["Timestamp"];
        };
        FeedbackRequest: {
            type: "feature" | "bug" | "improvement" | "other";
            rating: number;
            title: string;
            message: string;
            contact: boolean;
            email?: components["schemas"]["Email"] | null;
        };
        Feedback: {
            feedbackId: components["schemas"]["Id"];
            type: "feature" | "bug" | "improvement" | "other";
            rating: number;
            contactEmail: components["schemas"]["Email"] | null;
            createdAt: components["schemas"]["Timestamp"];
        };
        SignupResultResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["SignupResult"];
        };
        SessionResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["Session"];
        };
        OtpSentResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["OtpSent"];
        };
        EmailVerifiedResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["EmailVerified"];
        };
        LoggedOutResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["LoggedOut"];
        };
        ResetRequestedResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["ResetRequested"];
        };
        PasswordResetResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["PasswordReset"];
        };
        UserProfileResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["UserProfile"];
        };
        PasswordChangedResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["PasswordChanged"];
        };
        TwoFactorStateResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["TwoFactorState"];
        };
        AccountSettingsResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["AccountSettings"];
        };
        OnboardingStepResultResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["OnboardingStepResult"];
        };
        IdDocumentResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["IdDocument"];
        };
        OnboardingProgressResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["OnboardingProgress"];
        };
        PaymentLinkCreatedResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["PaymentLinkCreated"];
        };
        PaymentLinkList: {
            paymentLinks: components["schemas"]["PaymentLink"][];
            pagination: components["schemas"]["Pagination"];
        };
        PaymentLinkListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["PaymentLinkList"];
        };
        PaymentLinkResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["PaymentLink"];
        };
        PaymentList: {
            payments: components["schemas"]["PaymentListItem"][];
            pagination: components["schemas"]["Pagination"];
        };
        PaymentListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["PaymentList"];
        };
        PaymentResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["Payment"];
        };
        RefundCreatedResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["RefundCreated"];
        };
        RefundList: {
            refunds: components["schemas"]["Refund"][];
            pagination: components["schemas"]["Pagination"];
        };
        RefundListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["RefundList"];
        };
        RefundResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["Refund"];
        };
        ChargebackList: {
            chargebacks: components["schemas"]["ChargebackListItem"][];
            pagination: components["schemas"]["Pagination"];
        };
        ChargebackListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["ChargebackList"];
        };
        ChargebackResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["Chargeback"];
        };
        EvidenceSubmittedResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["EvidenceSubmitted"];
        };
        OrderList: {
            orders: components["schemas"]["OrderListItem"][];
            pagination: components["schemas"]["Pagination"];
        };
        OrderListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["OrderList"];
            summary: components["schemas"]["OrderSummary"];
        };
        OrderResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["Order"];
        };
        BalanceResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["Balance"];
        };
        TransactionList: {
            transactions: components["schemas"]["Transaction"][];
            pagination: components["schemas"]["Pagination"];
        };
        TransactionListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["TransactionList"];
        };
        PayoutCreatedResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["PayoutCreated"];
        };
        PayoutList: {
            payouts: components["schemas"]["Payout"][];
            pagination: components["schemas"]["Pagination"];
        };
        PayoutListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["PayoutList"];
        };
        PayoutResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["Payout"];
        };
        StatisticsResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["Statistics"];
        };
        DailyStatisticsResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["DailyStatistics"];
        };
        SettlementsReport: {
            settlements: components["schemas"]["Settlement"][];
            pagination?: components["schemas"]["Pagination"];
        };
        SettlementsReportResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["SettlementsReport"];
        };
        BalanceReportResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["BalanceReport"];
        };
        ReportExportResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["ReportExport"];
        };
        InvoiceCreatedResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["InvoiceCreated"];
        };
        InvoiceList: {
            invoices: components["schemas"]["InvoiceListItem"][];
            pagination: components["schemas"]["Pagination"];
        };
        InvoiceListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["InvoiceList"];
        };
        InvoiceResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["Invoice"];
        };
        InvoiceSentResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["InvoiceSent"];
        };
        RecurringInvoiceResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["RecurringInvoice"];
        };
        RecurringInvoiceList: {
            recurringInvoices: components["schemas"]["RecurringInvoice"][];
            pagination: components["schemas"]["Pagination"];
        };
        RecurringInvoiceListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["RecurringInvoiceList"];
        };
        CreditNoteResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["CreditNote"];
        };
        CreditNoteList: {
            creditNotes: components["schemas"]["CreditNote"][];
            pagination: components["schemas"]["Pagination"];
        };
        CreditNoteListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["CreditNoteList"];
        };
        CustomerList: {
            customers: components["schemas"]["CustomerListItem"][];
            pagination: components["schemas"]["Pagination"];
        };
        CustomerListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["CustomerList"];
        };
        CustomerResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["Customer"];
        };
        ProductList: {
            products: components["schemas"]["ProductListItem"][];
            pagination?: components["schemas"]["Pagination"];
        };
        ProductListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["ProductList"];
        };
        ProductResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["Product"];
        };
        OrganizationResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["Organization"];
        };
        BankAccountList: {
            bankAccounts: components["schemas"]["BankAccount"][];
            pagination?: components["schemas"]["Pagination"];
        };
        BankAccountListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["BankAccountList"];
        };
        BankAccountResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["BankAccount"];
        };
        DeletedResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["Deleted"];
        };
        ApiKeysResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["ApiKeys"];
        };
        GeneratedApiKeyResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["GeneratedApiKey"];
        };
        RevokedApiKeyResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["RevokedApiKey"];
        };
        ApiLogList: {
            logs: components["schemas"]["ApiLog"][];
            pagination: components["schemas"]["Pagination"];
        };
        ApiLogListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["ApiLogList"];
        };
        NotificationList: {
            notifications: components["schemas"]["Notification"][];
            unreadCount: components["schemas"]["UnreadCount"];
            pagination: components["schemas"]["Pagination"];
        };
        NotificationListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["NotificationList"];
        };
        NotificationResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["Notification"];
        };
        ReadAllResultResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["ReadAllResult"];
        };
        WebhookEndpointList: {
            webhooks: components["schemas"]["WebhookEndpoint"][];
            pagination?: components["schemas"]["Pagination"];
        };
        WebhookEndpointListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["WebhookEndpointList"];
        };
        WebhookEndpointCreatedResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["WebhookEndpointCreated"];
        };
        WebhookEndpointResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["WebhookEndpoint"];
        };
        PaymentStartedResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["PaymentStarted"];
        };
        PaymentStatusReportResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["PaymentStatusReport"];
        };
        AccountHolderResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["AccountHolder"];
        };
        CallbackReceivedResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["CallbackReceived"];
        };
        SupportTicketResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["SupportTicket"];
        };
        FeedbackResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["Feedback"];
        };
        WebhookSignature: string;
        PaymentEventData: {
            payment: components["schemas"]["Payment"];
        };
        PaymentEventPayload: {
            event: components["schemas"]["WebhookEvent"];
            timestamp: components["schemas"]["Timestamp"];
            data: components["schemas"]["PaymentEventData"];
            signature: components["schemas"]["WebhookSignature"];
        };
        RefundEventData: {
            refund: components["schemas"]["Refund"];
            payment: components["schemas"]["Payment"];
        };
        RefundEventPayload: {
            event: components["schemas"]["WebhookEvent"];
            timestamp: components["schemas"]["Timestamp"];
            data: components["schemas"]["RefundEventData"];
            signature: components["schemas"]["WebhookSignature"];
        };
        ChargebackEventData: {
            chargeback: components["schemas"]["Chargeback"];
        };
        ChargebackEventPayload: {
            event: components["schemas"]["WebhookEvent"];
            timestamp: components["schemas"]["Timestamp"];
            data: components["schemas"]["ChargebackEventData"];
            signature: components["schemas"]["WebhookSignature"];
        };
        PayoutEventData: {
            payout: components["schemas"]["Payout"];
        };
        PayoutEventPayload: {
            event: components["schemas"]["WebhookEvent"];
            timestamp: components["schemas"]["Timestamp"];
            data: components["schemas"]["PayoutEventData"];
            signature: components["schemas"]["WebhookSignature"];
        };
        InvoiceEventData: {
            invoice: components["schemas"]["Invoice"];
            payment: components["schemas"]["Payment"] | null;
        };
        InvoiceEventPayload: {
            event: components["schemas"]["WebhookEvent"];
            timestamp: components["schemas"]["Timestamp"];
            data: components["schemas"]["InvoiceEventData"];
            signature: components["schemas"]["WebhookSignature"];
        };
        PaymentLinkEventData: {
            paymentLink: components["schemas"]["PaymentLink"];
            payment: components["schemas"]["Payment"];
        };
        PaymentLinkEventPayload: {
            event: components["schemas"]["WebhookEvent"];
            timestamp: components["schemas"]["Timestamp"];
            data: components["schemas"]["PaymentLinkEventData"];
            signature: components["schemas"]["WebhookSignature"];
        };
        AdminChargebackStatus: "open" | "under_review" | "won" | "lost";
        AdminChargeback: {
            id: components["schemas"]["Id"];
            organizationId: components["schemas"]["Id"];
            paymentId: components["schemas"]["Id"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["AdminChargebackStatus"];
            reason: string;
            providerReference: string | null;
            mode: components["schemas"]["Mode"];
            createdAt: components["schemas"]["Timestamp"];
            evidenceDueBy: components["schemas"]["Timestamp"];
            submissions: number;
            resolvedAt: components["schemas"]["NullableTimestamp"];
            resolvedBy: "staff" | "deadline" | "simulation" | null;
            resolutionNote: string | null;
            updatedAt: components["schemas"]["Timestamp"];
        };
        AdminEvidenceFile: {
            fileId: components["schemas"]["Id"];
            name: string;
            contentType: "image/png" | "image/jpeg" | "application/pdf";
            sizeBytes: number;
        };
        AdminEvidence: {
            evidenceId: components["schemas"]["Id"];
            documents: string[];
            files: components["schemas"]["AdminEvidenceFile"][];
            description: string;
            additionalInfo: string | null;
            submittedAt: components["schemas"]["Timestamp"];
        };
        AdminChargebackDetail: {
            id: components["schemas"]["Id"];
            organizationId: components["schemas"]["Id"];
            paymentId: components["schemas"]["Id"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["AdminChargebackStatus"];
            reason: string;
            providerReference: string | null;
            mode: components["schemas"]["Mode"];
            createdAt: components["schemas"]["Timestamp"];
            evidenceDueBy: components["schemas"]["Timestamp"];
            submissions: number;
            resolvedAt: components["schemas"]["NullableTimestamp"];
            resolvedBy: "staff" | "deadline" | "simulation" | null;
            resolutionNote: string | null;
            updatedAt: components["schemas"]["Timestamp"];
            evidence: components["schemas"]["AdminEvidence"][];
            payment: components["schemas"]["PaymentListItem"];
        };
        AdminChargebackList: {
            chargebacks: components["schemas"]["AdminChargeback"][];
            pagination: components["schemas"]["Pagination"];
        };
        AdminOpenChargebackRequest: {
            paymentId: components["schemas"]["Id"];
            reason: string;
            providerReference?: string | null;
        };
        AdminDecideChargebackRequest: {
            outcome: "won" | "lost";
            note?: string | null;
        };
        AdminOrganization: {
            id: components["schemas"]["Id"];
            name: string;
            country: string;
            liveAt: components["schemas"]["NullableTimestamp"];
            suspendedAt: components["schemas"]["NullableTimestamp"];
            createdAt: components["schemas"]["Timestamp"];
            owner: {
                id: components["schemas"]["Id"];
                name: string;
                email: string;
            };
        };
        AdminMerchant: {
            organization: components["schemas"]["AdminOrganization"];
            mode: components["schemas"]["Mode"];
            balances: components["schemas"]["Balance"][];
            payments: components["schemas"]["PaymentListItem"][];
            chargebacks: components["schemas"]["AdminChargeback"][];
        };
        AdminChargebackResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["AdminChargeback"];
        };
        AdminChargebackDetailResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["AdminChargebackDetail"];
        };
        AdminChargebackListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["AdminChargebackList"];
        };
        AdminMerchantResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["AdminMerchant"];
        };
        AdminReviewStatus: "under_review" | "approved" | "rejected";
        AdminOnboardingSummary: {
            organizationId: components["schemas"]["Id"];
            businessName: string | null;
            businessRegistrationNumber: components["schemas"]["RegistrationNumber"] | null;
            stakeholderName: string | null;
            reviewStatus: components["schemas"]["AdminReviewStatus"];
            submittedAt: components["schemas"]["Timestamp"];
            decidedAt: components["schemas"]["NullableTimestamp"];
        };
        AdminOnboardingList: {
            onboardings: components["schemas"]["AdminOnboardingSummary"][];
            pagination: components["schemas"]["Pagination"];
        };
        AdminStakeholder: {
            firstName: string;
            lastName: string;
            email: components["schemas"]["Email"];
            phone: string;
            dateOfBirth: components["schemas"]["CalendarDate"];
            nationality: components["schemas"]["CountryCode"];
            address: string;
            city: string;
            region: string | null;
            country: components["schemas"]["CountryCode"];
        };
        AdminBusiness: {
            businessName: string;
            businessType: components["schemas"]["BusinessType"];
            industry: components["schemas"]["Industry"];
            businessRegistrationNumber: components["schemas"]["RegistrationNumber"];
            vatNumber: components["schemas"]["VatNumber"] | null;
            website: string | null;
            description: string;
        };
        AdminIdDocument: {
            documentId: components["schemas"]["Id"];
            documentType: components["schemas"]["DocumentType"];
            files: components["schemas"]["UploadedFile"][];
            uploadedAt: components["schemas"]["Timestamp"];
        };
        AdminOnboarding: {
            organizationId: components["schemas"]["Id"];
            revision: number;
            progress: components["schemas"]["OnboardingProgress"];
            submittedAt: components["schemas"]["NullableTimestamp"];
            decidedAt: components["schemas"]["NullableTimestamp"];
            decidedBy: components["schemas"]["Id"] | null;
            stakeholder: components["schemas"]["AdminStakeholder"] | null;
            business: components["schemas"]["AdminBusiness"] | null;
            paymentMethods: components["schemas"]["Provider"][] | null;
            document: components["schemas"]["AdminIdDocument"] | null;
            sameRegistrationNumber: components["schemas"]["Id"][];
        };
        AdminApproveOnboardingRequest: {
            revision: number;
        };
        AdminRejectOnboardingRequest: {
            revision: number;
            reason: string;
        };
        AdminOnboardingListResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["AdminOnboardingList"];
        };
        AdminOnboardingResponse: {
            success: true;
            message?: string;
            data: components["schemas"]["AdminOnboarding"];
        };
    };
}
